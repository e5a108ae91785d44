using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Datasets;
using ServerlessRetail.Scoring;
using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;
using ServerlessRetail.Training;

namespace ServerlessRetail.Http;

/// <summary><c>POST /api/models/{model}/score</c>: one customer, an array of them, or <c>{ "customers": [ … ] }</c>.</summary>
public sealed class ScoringEndpoints(ModelCache cache, RunStore runs, TimeProvider time)
{
    /// <summary>Most customers in one request.</summary>
    public const int MaxCustomers = 10_000;

    private const int DefaultReasons = 3;
    private const int RetryAfterSeconds = 10;

    /// <param name="model">The model's name.</param>
    /// <param name="request">Its body is read; its query may say how many <c>reasons</c> to give, 0 to 100, a <c>threshold</c>, <c>strict</c> and a <c>version</c>.</param>
    public async Task<IResult> ScoreAsync(string model, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!DatasetName.IsModelName(model))
            return Problems.UnknownModel(model).ToResult();
        if (ScoreQuery.Read(request.Query, out var query) is { } problem)
            return problem.ToResult();
        try
        {
            var served = query.Version is { } version
                ? await cache.GetVersionAsync(model, version, cancellationToken)
                : await cache.GetAsync(model, cancellationToken);
            return served is null
                ? await ExplainAbsenceAsync(model, query.Version, cancellationToken)
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

    private async Task<IResult> ScoreAsync(ServedModel served, ScoreQuery query, HttpRequest request, CancellationToken cancellationToken)
    {
        if (query.Threshold is not null && served.Fitted.Task != ModelTask.Binary)
            return Problems.InvalidQuery("threshold", $"left out: {served.Model} does not decide between two classes").ToResult();
        if (!IsJson(request.ContentType))
            return Problems.UnsupportedContentType(request.ContentType).ToResult();
        if (await RequestBody.ReadAsync(request, cancellationToken) is not { } body)
            return Problems.BodyTooLarge().ToResult();
        if (body.Length == 0)
            return Problems.EmptyBody().ToResult();

        var startedAt = time.GetTimestamp();
        try
        {
            using var json = JsonDocument.Parse(body);
            return Score(served, query, json.RootElement);
        }
        catch (JsonException exception)
        {
            return Problems.BrokenJson(exception).ToResult();
        }
        finally
        {
            Instrumentation.ScoreDuration.Record(time.GetElapsedTime(startedAt).TotalSeconds, new KeyValuePair<string, object?>("model", served.Model));
        }
    }

    private static IResult Score(ServedModel served, ScoreQuery query, JsonElement root)
    {
        var scorer = new Scorer(served, query.Threshold, query.Strict);
        var reasons = query.Reasons ?? DefaultReasons;
        if (root.ValueKind == JsonValueKind.Array)
            return ScoreArray(root);
        if (root.ValueKind != JsonValueKind.Object)
            return Problems.NotCustomers().ToResult();
        if (!root.TryGetProperty("customers", out var customers) || scorer.Knows("customers"))
            return ScoreOne();
        return customers.ValueKind == JsonValueKind.Array ? ScoreBatch(customers) : Problems.NotCustomers().ToResult();

        IResult ScoreOne()
        {
            var result = scorer.Score(root, path: "", reasons);
            Count(1);
            return result.Error is { } problem
                ? problem.ToResult()
                : JsonAnswer.OfVersion(Named(result), HttpJson.Readable.ScoreResult, served.Version);
        }

        IResult ScoreArray(JsonElement array) => TooMany(array) ?? JsonAnswer.OfVersion(
            ScoreAll(array, path: "").ConvertAll(Named), HttpJson.Readable.ListScoreResult, served.Version);

        IResult ScoreBatch(JsonElement array) => TooMany(array) ?? JsonAnswer.OfVersion(
            new ScoreBatch(served.Model, served.Version, served.Fitted.Task, ScoreAll(array, "customers")), HttpJson.Readable.ScoreBatch, served.Version);

        List<ScoreResult> ScoreAll(JsonElement array, string path)
        {
            Count(array.GetArrayLength());
            return [.. array.EnumerateArray().Select((customer, index) =>
                scorer.Score(customer, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), reasons))];
        }

        ScoreResult Named(ScoreResult result) => result with { Model = served.Model, Version = served.Version, Task = served.Fitted.Task };

        void Count(int customers) =>
            Instrumentation.ScoredCustomers.Add(customers, new KeyValuePair<string, object?>("model", served.Model));
    }

    private static IResult? TooMany(JsonElement customers) => customers.GetArrayLength() is > MaxCustomers and var count
        ? Problems.TooManyCustomers(count, MaxCustomers).ToResult()
        : null;

    private async Task<IResult> ExplainAbsenceAsync(string model, string? version, CancellationToken cancellationToken) =>
        await runs.ListAsync(model, limit: 1, cancellationToken) switch
        {
            [] => Problems.UnknownModel(model).ToResult(),
            _ when version is not null => Problems.UnknownVersion(model, version, ofCard: false).ToResult(),
            [var lastRun, ..] => Problems.NoChampion(model, lastRun).ToResult(RetryAfterSeconds),
        };

    private static bool IsJson(string? contentType)
    {
        var mediaType = contentType?.Split(';')[0].Trim();
        return string.IsNullOrEmpty(mediaType)
            || mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>The answer to <c>{ "customers": [ … ] }</c>: model, version and task once, then the results in the customers' order.</summary>
public sealed record ScoreBatch(string Model, string Version, ModelTask Task, IReadOnlyList<ScoreResult> Results);
