using System.Globalization;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Storage;
using ServerlessRetail.Training;

namespace ServerlessRetail.Http;

/// <summary>What models there are, how good they are, and what became of their uploads.</summary>
public sealed class ModelEndpoints(ModelRegistry registry, RunStore runs)
{
    internal const int DefaultRuns = 20;
    internal const int MaxRuns = 200;
    private const int RetryAfterSeconds = 10;

    /// <summary>In place of a version: the one that answers.</summary>
    private const string ChampionVersion = "champion";

    /// <summary><c>GET /api/models</c>: every model that has a version or a run.</summary>
    public Task<IResult> ListAsync(CancellationToken cancellationToken) => AnswerAsync(async () =>
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var model in registry.ListModelsAsync(cancellationToken))
            names.Add(model);
        await foreach (var model in runs.ListModelsAsync(cancellationToken))
            names.Add(model);
        var models = await Task.WhenAll(names.Select(model => ViewAsync(model, cancellationToken)));
        return JsonAnswer.Create(new ModelList([.. models.OfType<ModelView>()]), HttpJson.Readable.ModelList);
    });

    /// <summary><c>GET /api/models/{model}</c>: its champion and its last run.</summary>
    public Task<IResult> GetAsync(string model, CancellationToken cancellationToken) => AnswerAsync(async () =>
        DatasetName.IsModelName(model) && await ViewAsync(model, cancellationToken) is { } view
            ? JsonAnswer.Create(view, HttpJson.Readable.ModelView)
            : Problems.UnknownModel(model).ToResult());

    /// <summary><c>GET /api/models/{model}/versions/{version}/card</c>: a version, or the <c>champion</c>, told to people.</summary>
    public Task<IResult> GetCardAsync(string model, string version, CancellationToken cancellationToken) => AnswerAsync(async () =>
    {
        if (!DatasetName.IsModelName(model))
            return Problems.UnknownModel(model).ToResult();

        var named = version == ChampionVersion ? (await registry.ReadChampionAsync(model, cancellationToken))?.Value.Version : version;
        if (named is not null && ModelFile.IsVersion(named) && await registry.ReadCardAsync(model, named, cancellationToken) is { } card)
            return new CardAnswer(card.ToMemory());

        var isKnown = await ViewAsync(model, cancellationToken) is not null;
        return (isKnown ? Problems.UnknownVersion(model, version, ofCard: true) : Problems.UnknownModel(model)).ToResult();
    });

    /// <summary><c>GET /api/models/{model}/runs?limit=20</c>: its runs, the newest first.</summary>
    public Task<IResult> ListRunsAsync(string model, HttpRequest request, CancellationToken cancellationToken) => AnswerAsync(async () =>
    {
        var limit = DefaultRuns;
        if (request.Query.TryGetValue("limit", out var value)
            && !(int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxRuns))
        {
            return Problems.InvalidQuery("limit", $"a whole number from 1 to {MaxRuns}").ToResult();
        }

        var found = DatasetName.IsModelName(model) ? await runs.ListAsync(model, limit, cancellationToken) : [];
        return found.Count > 0 || (DatasetName.IsModelName(model) && await ViewAsync(model, cancellationToken) is not null)
            ? JsonAnswer.Create(new RunList(model, found), HttpJson.Readable.RunList)
            : Problems.UnknownModel(model).ToResult();
    });

    private async Task<ModelView?> ViewAsync(string model, CancellationToken cancellationToken)
    {
        var champion = await registry.ReadChampionAsync(model, cancellationToken);
        var lastRuns = await runs.ListAsync(model, limit: 1, cancellationToken, RunKind.Training);
        return champion is null && lastRuns.Count == 0
            ? null
            : ModelView.Create(model, champion?.Value, lastRuns.Count > 0 ? lastRuns[0] : null);
    }

    private static async Task<IResult> AnswerAsync(Func<Task<IResult>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception.IsStorageFault())
        {
            return Problems.StorageUnavailable().ToResult(RetryAfterSeconds);
        }
    }
}
