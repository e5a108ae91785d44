using ServerlessRetail.Scoring;

namespace ServerlessRetail.Diagnostics;

/// <summary>Whether the champions of the models in memory can be loaded.</summary>
internal sealed class ModelsCheck(ModelCache cache) : ICheck
{
    public string Name => CheckNames.Models;

    public string? Subject => null;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var models = cache.Contents;
        var unusable = models.Where(model => model.Error is not null).Select(model => model.Model).ToList();
        return Task.FromResult(unusable.Count == 0
            ? CheckResult.Ok($"{models.Count} in memory, all of them usable.")
            : CheckResult.Warning(
                CheckCodes.ChampionUnusable, $"The champion of {string.Join(", ", unusable)} cannot be loaded; an earlier version serves, if there is one.",
                "GET /api/health tells why; upload the model's dataset again to train it anew."));
    }
}
