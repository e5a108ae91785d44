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
            if (served is null)
                return await ExplainAbsenceAsync(runs, model, query.Version, cancellationToken);
            if (ReadForms(served, query, request, out var form, out var wanted) is { } unfit)
                return unfit.ToResult();
            ScoreTelemetry.Describe(served.Model, served.Version, ScoreForms.NameOf(form));
            return form == ScoreForm.Json
                ? await ScoreDocumentAsync(served, query, request, wanted, cancellationToken)
                : await ScoreStreamAsync(served, query, request, form, wanted, cancellationToken);
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

    /// <param name="form">How customers are sent.</param>
    /// <param name="wanted">How they are answered.</param>
    /// <returns>Why the model cannot answer such a request; null where it can.</returns>
    private static Problem? ReadForms(ServedModel served, ScoreQuery query, HttpRequest request, out ScoreForm form, out ScoreForm wanted)
    {
        form = wanted = default;
        if (query.Threshold is not null && served.Fitted.Task != ModelTask.Binary)
            return Problems.InvalidQuery("threshold", $"left out: {served.Model} does not decide between two classes");
        if (ScoreForms.OfContentType(request.ContentType) is not { } sent)
            return Problems.UnsupportedContentType(request.ContentType);
        form = sent;
        wanted = ScoreForms.OfAccept(request.Headers.Accept, form);
        return null;
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
        DocumentScores? answer = null;
        var reasons = query.Reasons ?? DefaultReasons;
        var blocks = new ScoredBlocks(served, Options(query, reasons));
        try
        {
            var customers = new JsonDocumentCustomers(served.Kit.KnowsCustomers, MaxCustomers, wanted == ScoreForm.Json ? served.Kit.InJson : InOther(served, wanted, reasons));
            var form = customers.Read(body.Bytes, blocks);
            await blocks.CompleteAsync();
            if (ProblemOf(form, customers.Count) is { } problem)
                return problem.ToResult();
            ScoreTelemetry.Count(served.Model, customers.Count);
            if (form == JsonDocumentForm.One && wanted == ScoreForm.Json && blocks.Blocks[0].Row(0) is { Errors.Count: > 0 } row)
                return ScoreResults.ProblemOf(row).ToResult();
            return answer = new DocumentScores(blocks, customers.Answers!, served.Kit.ETag, body);
        }
        catch (JsonException exception)
        {
            return Problems.BrokenJson(exception).ToResult();
        }
        finally
        {
            // Else the answer holds them until it is written.
            if (answer is null)
            {
                blocks.Clear();
                body.Release();
            }
            ScoreTelemetry.End(served.Model, time, startedAt);
        }
    }

    private static Func<JsonDocumentForm, AnswerForm> InOther(ServedModel served, ScoreForm wanted, int reasons) =>
        _ => Answers(served, wanted, reasons, tellsLine: false);

    /// <returns>What is wrong with a document's customers as a whole; null where nothing is.</returns>
    private static Problem? ProblemOf(JsonDocumentForm form, int customers) => form switch
    {
        JsonDocumentForm.Nothing => Problems.NotCustomers(),
        _ when customers > MaxCustomers => Problems.TooManyCustomers(customers, MaxCustomers),
        _ => null,
    };

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
