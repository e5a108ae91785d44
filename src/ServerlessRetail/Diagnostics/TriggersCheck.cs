using Microsoft.Extensions.Configuration;

namespace ServerlessRetail.Diagnostics;

/// <summary>Whether of each pair of triggers, one for Event Grid and one that polls, exactly one is on.</summary>
internal sealed class TriggersCheck(IConfiguration configuration) : ICheck
{
    /// <summary>The functions that wait for the same blobs: first the one for Azure, then the one for a laptop.</summary>
    public static IReadOnlyList<(string Events, string Polling)> Pairs { get; } = [("TrainModel", "TrainModelPolling"), ("ScoreFile", "ScoreFilePolling")];

    public string Name => CheckNames.Triggers;

    public string? Subject => null;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Task.FromResult(Judge());

    public static string SettingOf(string function) => $"AzureWebJobs.{function}.Disabled";

    private CheckResult Judge()
    {
        var isFunctionsApp = configuration["FUNCTIONS_WORKER_RUNTIME"] is { Length: > 0 };
        var pairs = Pairs
            .Where((pair, index) => Find(pair.Events) is not null || Find(pair.Polling) is not null || (isFunctionsApp && index == 0))
            .ToList();
        foreach (var (events, polling) in pairs)
        {
            var (isFirstOn, isSecondOn) = (IsOn(events), IsOn(polling));
            if (isFirstOn && isSecondOn)
            {
                return CheckResult.Failed(
                    CheckCodes.BothTriggersOn, $"{events} and {polling} are both on; Flex Consumption refuses the second, and Azurite sends the first no events.",
                    $"In Azure set {SettingOf(polling)}=true, on a laptop {SettingOf(events)}=true; the other one to false.");
            }
            if (!isFirstOn && !isSecondOn)
            {
                return CheckResult.Failed(
                    CheckCodes.BothTriggersOff, $"{events} and {polling} are both off: nothing happens after an upload.",
                    $"In Azure set {SettingOf(events)}=false, on a laptop {SettingOf(polling)}=false.");
            }
        }
        return pairs.Count == 0
            ? CheckResult.Skipped("No setting says that the Functions app runs here; the local host has no such triggers.")
            : CheckResult.Ok(string.Join(", ", pairs.Select(pair => $"{(IsOn(pair.Events) ? pair.Events : pair.Polling)} is on.")));
    }

    private bool IsOn(string function) => !string.Equals(Find(function), "true", StringComparison.OrdinalIgnoreCase) && Find(function) != "1";

    /// <summary>Linux plans may spell the points as underscores.</summary>
    private string? Find(string function) => new[]
    {
        configuration[SettingOf(function)], configuration[$"AzureWebJobs:{function}:Disabled"], configuration[$"AzureWebJobs_{function}_Disabled"],
    }.FirstOrDefault(value => !string.IsNullOrWhiteSpace(value))?.Trim();
}
