using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ServerlessRetail.Http;

/// <summary>How customers are sent, and scores answered.</summary>
internal enum ScoreForm
{
    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>A JSON document a line.</summary>
    JsonLines,

    /// <summary>CSV with a header.</summary>
    Csv,
}

/// <summary>Finds the form that headers name.</summary>
internal static class ScoreForms
{
    /// <returns>Null where it is none that is read.</returns>
    public static ScoreForm? OfContentType(string? contentType)
    {
        // Nearly every request says just this.
        if (contentType is null or "application/json")
            return ScoreForm.Json;
        var mediaType = contentType.Split(';')[0].Trim();
        return mediaType.Length == 0 ? ScoreForm.Json : OfMediaType(mediaType);
    }

    /// <summary>The form that the client wants most; that of the request where it does not mind or names none that is written.</summary>
    public static ScoreForm OfAccept(StringValues accept, ScoreForm ofRequest)
    {
        if (accept is [] or ["*/*"] || !MediaTypeHeaderValue.TryParseList(accept, out var wanted))
            return ofRequest;
        foreach (var type in wanted.Where(type => type.Quality is not 0).OrderByDescending(type => type.Quality ?? 1))
        {
            if (type.MatchesAllSubTypes)
                return ofRequest;
            if (OfMediaType(type.MediaType.Value!) is { } form)
                return form;
        }

        return ofRequest;
    }

    /// <summary>As telemetry names it.</summary>
    public static string NameOf(ScoreForm form) => form switch
    {
        ScoreForm.JsonLines => "jsonLines",
        ScoreForm.Csv => "csv",
        _ => "json",
    };

    private static ScoreForm? OfMediaType(string mediaType) => mediaType.ToLowerInvariant() switch
    {
        "application/x-ndjson" or "application/ndjson" or "application/jsonl" => ScoreForm.JsonLines,
        "text/csv" => ScoreForm.Csv,
        "application/json" => ScoreForm.Json,
        var other when other.EndsWith("+json", StringComparison.Ordinal) => ScoreForm.Json,
        _ => null,
    };
}
