using Microsoft.AspNetCore.Http;
using ServerlessRetail.Datasets;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Http;

/// <summary>Scores the customers of a request that is a stream of any length.</summary>
/// <param name="form">How they are sent: as lines of JSON, or CSV.</param>
/// <param name="wanted">How they are answered.</param>
internal sealed class StreamScoring(ServedModel served, ScoreOptions options, ScoreForm form, ScoreForm wanted, TimeProvider time)
{
    public async Task<IResult> ScoreAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await RequestBody.SpoolAsync(request, cancellationToken);
        if (body.Length == 0)
            return Problems.EmptyBody().ToResult();
        if (form == ScoreForm.JsonLines)
            return new LineScores(served, options, body, AnswerForm.Of(served, wanted, options.Reasons, tellsLine: true), time);
        try
        {
            return ScoreCsv(await CsvFile.OpenAsync(body, cancellationToken));
        }
        catch (RejectedException exception)
        {
            return Problems.UnreadableCsv(exception.Message).ToResult();
        }
    }

    private IResult ScoreCsv(CsvFile file)
    {
        var scoring = new CsvScoring(served, file.Layout, new CsvOptions(CsvForm.Answer, options.Reasons, options.Threshold, options.Strict));
        if (scoring.Columns.Features.Length == 0)
            return Problems.NoKnownColumn([.. served.Fitted.Recipe.Columns.Select(column => column.Name)]).ToResult();
        if (wanted == ScoreForm.Csv)
            return new ScoredCsv(served, file, scoring, time);
        var writer = new JsonScoreWriter(served, asLines: wanted == ScoreForm.JsonLines);
        return new StreamedScores(served, new Scorer(served, options.Threshold, options.Strict), options.Reasons, new CsvCustomers(file), writer, time);
    }
}
