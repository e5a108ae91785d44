using Microsoft.AspNetCore.Http;
using ServerlessRetail.Datasets;
using ServerlessRetail.Scoring;
using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;
using ServerlessRetail.Training;

namespace ServerlessRetail.Http;

/// <summary>
/// <c>POST /api/models/{model}/score</c>: one customer, an array of them, <c>{ "customers": [ … ] }</c>, or a stream of them.
/// What can be answered from memory at once goes through no asynchronous method: each would take as long as writing the answer.
/// </summary>
public sealed class ScoringEndpoints(ModelCache cache, RunStore runs, TimeProvider time)
{
    /// <summary>Most customers in one request.</summary>
    public const int MaxCustomers = 10_000;

    private const int DefaultReasons = 3;
    private const int RetryAfterSeconds = 10;

    private readonly DocumentScoring _documents = new(time);

    /// <param name="model">The model's name.</param>
    /// <param name="request">Its body is read; its query may say how many <c>reasons</c> to give, 0 to 100, a <c>threshold</c>, <c>strict</c> and a <c>version</c>.</param>
    public ValueTask<IResult> ScoreAsync(string model, HttpRequest request, CancellationToken cancellationToken) =>
        ScoreTelemetry.IsOn ? TraceAsync(model, request, cancellationToken) : AnswerAsync(model, request, cancellationToken);

    private ValueTask<IResult> TraceAsync(string model, HttpRequest request, CancellationToken cancellationToken) =>
        ScoreTelemetry.TraceAsync(DatasetName.IsModelName(model) ? model : null, () => AnswerAsync(model, request, cancellationToken));

    private ValueTask<IResult> AnswerAsync(string model, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!DatasetName.IsModelName(model))
            return new(Problems.UnknownModel(model).ToResult());
        if (ScoreQuery.Read(request.QueryString, out var query) is { } problem)
            return new(problem.ToResult());
        return query.Version is null && cache.Find(model) is { } served
            ? ScoreAsync(served, query, request, cancellationToken)
            : LoadAndScoreAsync(model, query, request, cancellationToken);
    }

    private async ValueTask<IResult> LoadAndScoreAsync(string model, ScoreQuery query, HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var served = query.Version is { } version
                ? await cache.GetVersionAsync(model, version, cancellationToken)
                : await cache.GetAsync(model, cancellationToken);
            return served is null
                ? await ExplainAbsenceAsync(runs, model, query.Version, cancellationToken)
                : await ScoreAsync(served, query, request, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            return (query.Version is { } version
                ? Problems.VersionUnusable(model, version, exception.Message)
                : Problems.ChampionUnusable(model, exception.Message)).ToResult(RetryAfterSeconds);
        }
        catch (Exception exception) when (exception.IsStorageFault())
        {
            return Problems.StorageUnavailable().ToResult(RetryAfterSeconds);
        }
    }

    private ValueTask<IResult> ScoreAsync(ServedModel served, ScoreQuery query, HttpRequest request, CancellationToken cancellationToken)
    {
        if (query.Threshold is not null && served.Fitted.Task != ModelTask.Binary)
            return new(Problems.InvalidQuery("threshold", $"left out: {served.Model} does not decide between two classes").ToResult());
        if (ScoreForms.OfContentType(request.ContentType) is not { } form)
            return new(Problems.UnsupportedContentType(request.ContentType).ToResult());
        var wanted = ScoreForms.OfAccept(request.Headers.Accept, form);
        var options = new ScoreOptions(query.Reasons ?? (form == ScoreForm.Json ? DefaultReasons : 0), query.Threshold, query.Strict);
        ScoreTelemetry.Describe(served.Model, served.Version, ScoreForms.NameOf(form));
        return form == ScoreForm.Json
            ? _documents.ScoreAsync(served, options, wanted, request, cancellationToken)
            : new(new StreamScoring(served, options, form, wanted, time).ScoreAsync(request, cancellationToken));
    }

    /// <summary>Why a model, or a version of it, is not there to be served.</summary>
    internal static async Task<IResult> ExplainAbsenceAsync(RunStore runs, string model, string? version, CancellationToken cancellationToken) =>
        await runs.ListAsync(model, limit: 1, cancellationToken, RunKind.Training) switch
        {
            [] => Problems.UnknownModel(model).ToResult(),
            _ when version is not null => Problems.UnknownVersion(model, version, ofCard: false).ToResult(),
            [var lastRun, ..] => Problems.NoChampion(model, lastRun).ToResult(RetryAfterSeconds),
        };
}

/// <summary>The answer to <c>{ "customers": [ … ] }</c>: model, version and task once, then the results in the customers' order.</summary>
public sealed record ScoreBatch(string Model, string Version, ModelTask Task, IReadOnlyList<ScoreResult> Results);
