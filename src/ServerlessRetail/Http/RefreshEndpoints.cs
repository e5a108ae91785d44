using Microsoft.AspNetCore.Http;
using ServerlessRetail.Datasets;
using ServerlessRetail.Scoring;
using ServerlessRetail.Storage;
using ServerlessRetail.Training;

namespace ServerlessRetail.Http;

/// <summary><c>POST /api/models/{model}/refresh</c>: looks for a new champion now instead of within two seconds, also for one that could not be loaded before.</summary>
public sealed class RefreshEndpoints(ModelCache cache, RunStore runs)
{
    private const int RetryAfterSeconds = 10;

    public async Task<IResult> RefreshAsync(string model, CancellationToken cancellationToken)
    {
        if (!DatasetName.IsModelName(model))
            return Problems.UnknownModel(model).ToResult();
        try
        {
            var refresh = await cache.RefreshAsync(model, cancellationToken);
            return refresh.Served is { } served
                ? JsonAnswer.OfVersion(RefreshView.Create(served, refresh), HttpJson.Readable.RefreshView, served.Version)
                : await ScoringEndpoints.ExplainAbsenceAsync(runs, model, version: null, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            return Problems.ChampionUnusable(model, exception.Message).ToResult(RetryAfterSeconds);
        }
        catch (Exception exception) when (exception.IsStorageFault())
        {
            return Problems.StorageUnavailable().ToResult(RetryAfterSeconds);
        }
    }
}

/// <summary>Answer of <c>POST /api/models/{model}/refresh</c>.</summary>
/// <param name="Version">The version that is served from now on by the instance that answered.</param>
/// <param name="Loaded">Whether it served another version before, or none.</param>
/// <param name="Error">Why it is not the version that was promoted last, which cannot be loaded; null where it is.</param>
public sealed record RefreshView(string Model, string Version, bool Loaded, Problem? Error)
{
    public static RefreshView Create(ServedModel served, CacheRefresh refresh) => new(
        served.Model, served.Version, refresh.IsNew,
        refresh.Error is { } error ? Problems.ChampionUnusable(served.Model, error) : null);
}
