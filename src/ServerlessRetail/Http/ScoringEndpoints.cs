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
    public Task<IResult> ScoreAsync(string model, HttpRequest request, CancellationToken cancellationToken) =>
        ScoreTelemetry.IsOn ? TraceAsync(model, request, cancellationToken) : AnswerAsync(model, request, cancellationToken);

    private Task<IResult> TraceAsync(string model, HttpRequest request, CancellationToken cancellationToken) =>
        ScoreTelemetry.TraceAsync(DatasetName.IsModelName(model) ? model : null, () => AnswerAsync(model, request, cancellationToken));

    private async Task<IResult> AnswerAsync(string model, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!DatasetName.IsModelName(model))
            return Problems.UnknownModel(model).ToResult();
        if (ScoreQuery.Read(request.QueryString, out var query) is { } problem)
            return problem.ToResult();
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

    private async ValueTask<IResult> ScoreAsync(ServedModel served, ScoreQuery query, HttpRequest request, CancellationToken cancellationToken)
    {
        if (query.Threshold is not null && served.Fitted.Task != ModelTask.Binary)
            return Problems.InvalidQuery("threshold", $"left out: {served.Model} does not decide between two classes").ToResult();
        if (ScoreForms.OfContentType(request.ContentType) is not { } form)
            return Problems.UnsupportedContentType(request.ContentType).ToResult();

        ScoreTelemetry.Describe(served.Model, served.Version, ScoreForms.NameOf(form));
        var wanted = ScoreForms.OfAccept(request.Headers.Accept, form);
        return form == ScoreForm.Json
            ? await ScoreDocumentAsync(served, query, request, wanted, cancellationToken)
            : await ScoreStreamAsync(served, query, request, form, wanted, cancellationToken);
    }

    private async Task<IResult> ScoreStreamAsync(
        ServedModel served, ScoreQuery query, HttpRequest request, ScoreForm form, ScoreForm wanted, CancellationToken cancellationToken)
    {
        var body = await RequestBody.SpoolAsync(request, cancellationToken);
        if (body.Length == 0)
            return Problems.EmptyBody().ToResult();
        var reasons = query.Reasons ?? 0;
        if (form == ScoreForm.JsonLines)
            return new LineScores(served, Options(query, reasons), body, Answers(served, wanted, reasons, tellsLine: true), time);
        try
        {
            var file = await CsvFile.OpenAsync(body, cancellationToken);
            var scoring = new CsvScoring(served, file.Layout, new CsvOptions(CsvForm.Answer, reasons, query.Threshold, query.Strict));
            if (scoring.Columns.Features.Length == 0)
                return Problems.NoKnownColumn([.. served.Fitted.Recipe.Columns.Select(column => column.Name)]).ToResult();
            return wanted == ScoreForm.Csv
                ? new ScoredCsv(served, file, scoring, time)
                : new StreamedScores(
                    served, new Scorer(served, query.Threshold, query.Strict), reasons, new CsvCustomers(file), CreateWriter(served, wanted, reasons), time);
        }
        catch (RejectedException exception)
        {
            return Problems.UnreadableCsv(exception.Message).ToResult();
        }
    }

    private static ScoreOptions Options(ScoreQuery query, int reasons) => new(reasons, query.Threshold, query.Strict);

    /// <param name="tellsLine">Whether an error in an array tells the line that the customer was on.</param>
    private static AnswerForm Answers(ServedModel served, ScoreForm wanted, int reasons, bool tellsLine) => wanted switch
    {
        ScoreForm.Csv => AnswerForm.Records(served, CreateWriter(served, wanted, reasons)),
        ScoreForm.JsonLines => AnswerForm.Lines(served),
        _ => AnswerForm.Array(served, tellsLine),
    };

    private static IScoreWriter CreateWriter(ServedModel served, ScoreForm form, int reasons) => form == ScoreForm.Csv
        ? new CsvScoreWriter(served, reasons)
        : new JsonScoreWriter(served, asLines: form == ScoreForm.JsonLines);

    private async ValueTask<IResult> ScoreDocumentAsync(
        ServedModel served, ScoreQuery query, HttpRequest request, ScoreForm wanted, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync(request, cancellationToken) is not { } body)
            return Problems.BodyTooLarge().ToResult();
        if (body.Bytes.Length == 0)
        {
            body.Release();
            return Problems.EmptyBody().ToResult();
        }

        var startedAt = ScoreTelemetry.Begin(time);
        IResult? answer = null;
        var blocks = new ScoredBlocks(served, Options(query, query.Reasons ?? DefaultReasons));
        try
        {
            answer = await ScoreDocumentAsync(served, query, body, blocks, wanted);
            return answer;
        }
        catch (JsonException exception)
        {
            return Problems.BrokenJson(exception).ToResult();
        }
        finally
        {
            if (answer is not DocumentScores)
            {
                blocks.Clear();
                body.Release();
            }
            ScoreTelemetry.End(served.Model, time, startedAt);
        }
    }

    private static async ValueTask<IResult> ScoreDocumentAsync(
        ServedModel served, ScoreQuery query, ReceivedBody body, ScoredBlocks blocks, ScoreForm wanted)
    {
        var kit = served.Kit;
        var customers = new JsonDocumentCustomers(kit.KnowsCustomers, MaxCustomers, AnswersTo);
        var form = customers.Read(body.Bytes, blocks);
        await blocks.CompleteAsync();
        if (form == JsonDocumentForm.Nothing)
            return Problems.NotCustomers().ToResult();
        if (customers.Count > MaxCustomers)
            return Problems.TooManyCustomers(customers.Count, MaxCustomers).ToResult();

        ScoreTelemetry.Count(served.Model, customers.Count);
        return form == JsonDocumentForm.One && wanted == ScoreForm.Json && blocks.Blocks[0].Row(0) is { Errors.Count: > 0 } row
            ? ScoreResults.ProblemOf(row).ToResult()
            : new DocumentScores(blocks, customers.Answers!, kit.ETag, body);

        AnswerForm AnswersTo(JsonDocumentForm form) => (wanted, form) switch
        {
            (ScoreForm.Json, JsonDocumentForm.One) => kit.One,
            (ScoreForm.Json, JsonDocumentForm.Batch) => AnswerForm.Batch(served),
            _ => Answers(served, wanted, query.Reasons ?? DefaultReasons, tellsLine: false),
        };
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
