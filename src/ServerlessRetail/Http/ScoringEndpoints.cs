using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Datasets;
using ServerlessRetail.Scoring;
using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;
using ServerlessRetail.Training;

namespace ServerlessRetail.Http;

/// <summary><c>POST /api/models/{model}/score</c>: one customer, an array of them, <c>{ "customers": [ … ] }</c>, or a stream of them.</summary>
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
        if (ScoreForms.OfContentType(request.ContentType) is not { } form)
            return Problems.UnsupportedContentType(request.ContentType).ToResult();

        var wanted = ScoreForms.OfAccept(request.Headers.Accept, form);
        return form == ScoreForm.Json
            ? await ScoreDocumentAsync(served, query, request, wanted, cancellationToken)
            : await ScoreStreamAsync(served, query, request, form, wanted, cancellationToken);
    }

    private static async Task<IResult> ScoreStreamAsync(
        ServedModel served, ScoreQuery query, HttpRequest request, ScoreForm form, ScoreForm wanted, CancellationToken cancellationToken)
    {
        var body = await RequestBody.SpoolAsync(request, cancellationToken);
        if (body.Length == 0)
            return Problems.EmptyBody().ToResult();
        var reasons = query.Reasons ?? 0;
        if (form == ScoreForm.JsonLines)
            return Stream(served, query, reasons, new JsonLineCustomers(body), CreateWriter(served, wanted, reasons));
        try
        {
            var file = await CsvFile.OpenAsync(body, cancellationToken);
            var scoring = new CsvScoring(served, file.Layout, new CsvOptions(CsvForm.Answer, reasons, query.Threshold, query.Strict));
            if (scoring.Columns.Features.Length == 0)
                return Problems.NoKnownColumn([.. served.Fitted.Recipe.Columns.Select(column => column.Name)]).ToResult();
            return wanted == ScoreForm.Csv
                ? new ScoredCsv(served, file, scoring)
                : Stream(served, query, reasons, new CsvCustomers(file), CreateWriter(served, wanted, reasons));
        }
        catch (RejectedException exception)
        {
            return Problems.UnreadableCsv(exception.Message).ToResult();
        }
    }

    private static StreamedScores Stream(ServedModel served, ScoreQuery query, int reasons, ICustomerSource customers, IScoreWriter writer) =>
        new(served, new Scorer(served, query.Threshold, query.Strict), reasons, customers, writer);

    private static IScoreWriter CreateWriter(ServedModel served, ScoreForm form, int reasons) => form == ScoreForm.Csv
        ? new CsvScoreWriter(served, reasons)
        : new JsonScoreWriter(served, asLines: form == ScoreForm.JsonLines);

    private async Task<IResult> ScoreDocumentAsync(
        ServedModel served, ScoreQuery query, HttpRequest request, ScoreForm wanted, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync(request, cancellationToken) is not { } body)
            return Problems.BodyTooLarge().ToResult();
        if (body.Length == 0)
            return Problems.EmptyBody().ToResult();

        var startedAt = time.GetTimestamp();
        try
        {
            using var json = JsonDocument.Parse(body);
            return Score(served, query, json.RootElement, wanted);
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

    private static IResult Score(ServedModel served, ScoreQuery query, JsonElement root, ScoreForm wanted)
    {
        var scorer = new Scorer(served, query.Threshold, query.Strict);
        var reasons = query.Reasons ?? DefaultReasons;
        var isBatch = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("customers", out _) && !scorer.Knows("customers");
        var customers = isBatch ? root.GetProperty("customers") : root;
        if (customers.ValueKind != JsonValueKind.Array && (isBatch || customers.ValueKind != JsonValueKind.Object))
            return Problems.NotCustomers().ToResult();
        if (customers.ValueKind == JsonValueKind.Array && customers.GetArrayLength() is > MaxCustomers and var count)
            return Problems.TooManyCustomers(count, MaxCustomers).ToResult();
        if (wanted != ScoreForm.Json)
            return Stream(served, query, reasons, new ParsedCustomers(Copy(customers)), CreateWriter(served, wanted, reasons));
        if (isBatch)
            return JsonAnswer.OfVersion(new ScoreBatch(served.Model, served.Version, served.Fitted.Task, ScoreAll("customers")), HttpJson.Readable.ScoreBatch, served.Version);
        if (customers.ValueKind == JsonValueKind.Array)
            return JsonAnswer.OfVersion(ScoreAll(path: "").ConvertAll(Named), HttpJson.Readable.ListScoreResult, served.Version);

        var one = scorer.Score(root, path: "", reasons);
        Count(1);
        return one.Error is { } problem
            ? problem.ToResult()
            : JsonAnswer.OfVersion(Named(one), HttpJson.Readable.ScoreResult, served.Version);

        List<ScoreResult> ScoreAll(string path)
        {
            Count(customers.GetArrayLength());
            return [.. customers.EnumerateArray().Select((customer, index) =>
                scorer.Score(customer, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), reasons))];
        }

        ScoreResult Named(ScoreResult result) => result with { Model = served.Model, Version = served.Version, Task = served.Fitted.Task };

        void Count(int customers) =>
            Instrumentation.ScoredCustomers.Add(customers, new KeyValuePair<string, object?>("model", served.Model));
    }

    /// <summary>The customers apart from their document, which ends before the answer is written.</summary>
    private static List<JsonElement> Copy(JsonElement customers) =>
        customers.ValueKind == JsonValueKind.Array ? [.. customers.EnumerateArray().Select(customer => customer.Clone())] : [customers.Clone()];

    private async Task<IResult> ExplainAbsenceAsync(string model, string? version, CancellationToken cancellationToken) =>
        await runs.ListAsync(model, limit: 1, cancellationToken, RunKind.Training) switch
        {
            [] => Problems.UnknownModel(model).ToResult(),
            _ when version is not null => Problems.UnknownVersion(model, version, ofCard: false).ToResult(),
            [var lastRun, ..] => Problems.NoChampion(model, lastRun).ToResult(RetryAfterSeconds),
        };
}

/// <summary>The answer to <c>{ "customers": [ … ] }</c>: model, version and task once, then the results in the customers' order.</summary>
public sealed record ScoreBatch(string Model, string Version, ModelTask Task, IReadOnlyList<ScoreResult> Results);
