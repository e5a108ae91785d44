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
    private const int MaxReasons = 100;
    private const int RetryAfterSeconds = 10;

    /// <param name="model">The model's name.</param>
    /// <param name="request">Its body is read; the query's <c>reasons</c> says how many reasons to give, 0 to 100, 3 if it is not there.</param>
    public async Task<IResult> ScoreAsync(string model, HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (!DatasetName.IsModelName(model))
                return Problems.UnknownModel(model).ToResult();
            return await cache.GetAsync(model, cancellationToken) is { } served
                ? await ScoreAsync(served, request, cancellationToken)
                : await ExplainAbsenceAsync(model, cancellationToken);
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

    private async Task<IResult> ScoreAsync(ServedModel served, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!TryReadReasons(request, out var reasons))
            return Problems.InvalidQuery("reasons", $"a whole number from 0 to {MaxReasons}").ToResult();
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
            return Score(served, json.RootElement, reasons);
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

    private static IResult Score(ServedModel served, JsonElement root, int reasons)
    {
        var scorer = new Scorer(served);
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
                : JsonAnswer.Create(Named(result), HttpJson.Readable.ScoreResult);
        }

        IResult ScoreArray(JsonElement array) => TooMany(array) ?? JsonAnswer.Create(
            ScoreAll(array, path: "").ConvertAll(Named), HttpJson.Readable.ListScoreResult);

        IResult ScoreBatch(JsonElement array) => TooMany(array) ?? JsonAnswer.Create(
            new ScoreBatch(served.Model, served.Version, ScoreAll(array, "customers")), HttpJson.Readable.ScoreBatch);

        List<ScoreResult> ScoreAll(JsonElement array, string path)
        {
            Count(array.GetArrayLength());
            return [.. array.EnumerateArray().Select((customer, index) =>
                scorer.Score(customer, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), reasons))];
        }

        ScoreResult Named(ScoreResult result) => result with { Model = served.Model, Version = served.Version };

        void Count(int customers) =>
            Instrumentation.ScoredCustomers.Add(customers, new KeyValuePair<string, object?>("model", served.Model));
    }

    private static IResult? TooMany(JsonElement customers) => customers.GetArrayLength() is > MaxCustomers and var count
        ? Problems.TooManyCustomers(count, MaxCustomers).ToResult()
        : null;

    private async Task<IResult> ExplainAbsenceAsync(string model, CancellationToken cancellationToken) =>
        await runs.ListAsync(model, limit: 1, cancellationToken) is [var lastRun]
            ? Problems.NoChampion(model, lastRun).ToResult(RetryAfterSeconds)
            : Problems.UnknownModel(model).ToResult();

    private static bool TryReadReasons(HttpRequest request, out int reasons)
    {
        reasons = DefaultReasons;
        return !request.Query.TryGetValue("reasons", out var value)
            || (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out reasons) && reasons <= MaxReasons);
    }

    private static bool IsJson(string? contentType)
    {
        var mediaType = contentType?.Split(';')[0].Trim();
        return string.IsNullOrEmpty(mediaType)
            || mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>The answer to <c>{ "customers": [ … ] }</c>: model and version once, then the results in the customers' order.</summary>
public sealed record ScoreBatch(string Model, string Version, IReadOnlyList<ScoreResult> Results);
