using System.Globalization;
using System.Text.Json;
using ServerlessRetail.Datasets;
using ServerlessRetail.Scoring;
using ServerlessRetail.Training;

namespace ServerlessRetail.Http;

/// <summary>Every problem that the API can answer with.</summary>
public static class Problems
{
    public static Problem UnknownModel(string model) => Problem.Create(
        "unknownModel", "There is no such model", 404,
        DatasetName.IsModelName(model)
            ? $"No model is called \"{model}\". GET /api/models lists the models; uploading a file to datasets/{model}/ makes one."
            : $"\"{model}\" cannot be a model's name: it has 2 to 40 lower-case letters, digits and hyphens. GET /api/models lists the models.");

    /// <param name="ofCard">Whether the version's card was asked for, which not every version has.</param>
    public static Problem UnknownVersion(string model, string version, bool ofCard) => Problem.Create(
        "unknownVersion", "There is no such version", 404,
        version == "champion"
            ? $"The model {model} has no champion, or one of an earlier release, which made no cards. Upload a file to datasets/{model}/ to train one."
            : $"The model {model} has no version \"{version}\"{(ofCard ? " with a card" : "")}. GET /api/models/{model} names the champion's version{(ofCard ? "; \"champion\" stands for it" : "")}.");

    /// <param name="lastRun">The model's newest run.</param>
    public static Problem NoChampion(string model, RunRecord? lastRun) => Problem.Create(
        "noChampion", "The model is not trained yet", 503,
        lastRun switch
        {
            null => $"The model {model} has no champion yet.",
            { State: RunState.Running } => $"The model {model} has no champion yet; run {lastRun.Id} is training one. Try again in a moment.",
            _ => $"The model {model} has no champion: run {lastRun.Id} ended as {JsonNamingPolicy.CamelCase.ConvertName(lastRun.State.ToString())} ({lastRun.Reason}). {lastRun.Detail}",
        });

    public static Problem ChampionUnusable(string model, string detail) => Problem.Create(
        "championUnusable", "The champion cannot be loaded", 503, $"The champion of {model} cannot be used: {detail} Upload its dataset again to train it anew.");

    public static Problem VersionUnusable(string model, string version, string detail) => Problem.Create(
        "versionUnusable", "The version cannot be loaded", 503,
        $"Version {version} of {model} cannot be used: {detail} Ask for another version, or for none to get the champion's scores.");

    public static Problem StorageUnavailable() => Problem.Create(
        "storageUnavailable", "Storage does not answer", 503, "The storage account cannot be reached at the moment. Try again in a moment.");

    public static Problem UnsupportedContentType(string? contentType) => Problem.Create(
        "unsupportedContentType", "The content type is not supported", 415,
        $"The request's content type is {(string.IsNullOrEmpty(contentType) ? "not given" : contentType)}. Send JSON with the header content-type: application/json, a customer a line with application/x-ndjson, or CSV with text/csv.");

    public static Problem BodyTooLarge() => Problem.Create(
        "bodyTooLarge", "The request is too large", 413, string.Create(CultureInfo.InvariantCulture,
            $"A JSON document may have up to {RequestBody.MaxBytes / 1_000_000} MB. Send the customers in several requests, as a stream of any length with the header content-type: application/x-ndjson or text/csv, or as a file in scoring/<model>/."));

    /// <param name="columns">The model's columns.</param>
    public static Problem NoKnownColumn(IReadOnlyList<string> columns) => Problem.Create(
        "noKnownColumn", "The header has none of the model's columns", 400,
        $"The first row must name the columns as the training file did. Send at least some of {string.Join(", ", columns.Take(50))}.");

    public static Problem UnreadableCsv(string detail) => Problem.Create(
        "unreadableCsv", "The CSV cannot be read", 400, detail);

    /// <param name="reason">Of quarantine.</param>
    public static Problem BrokenRow(string reason, long line) => Problem.Create(
        "brokenRow", "The row cannot be read", 400, string.Create(CultureInfo.InvariantCulture,
            $"The row on line {line} cannot be read ({reason})."));

    public static Problem LineTooLong(int maxBytes) => Problem.Create(
        "lineTooLong", "The line is too long", 413, string.Create(CultureInfo.InvariantCulture,
            $"A line may have up to {maxBytes / 1_000_000} MB, and holds one customer. Check that the request has line ends."));

    public static Problem EmptyBody() => Problem.Create(
        "emptyBody", "The request is empty", 400, "Send one customer as a JSON object, several as an array, or { \"customers\": [ … ] }.");

    /// <param name="linesBefore">Lines of the request before the text that is broken.</param>
    public static Problem BrokenJson(JsonException exception, long linesBefore = 0) => Problem.Create(
        "brokenJson", "The request is not JSON", 400, string.Create(CultureInfo.InvariantCulture,
            $"The JSON breaks at line {linesBefore + exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}."));

    public static Problem NotCustomers() => Problem.Create(
        "notCustomers", "The request holds no customers", 400,
        "Send one customer as a JSON object, several as an array, or { \"customers\": [ … ] }.");

    public static Problem TooManyCustomers(int count, int limit) => Problem.Create(
        "tooManyCustomers", "The request holds too many customers", 413, string.Create(CultureInfo.InvariantCulture,
            $"The request holds {count} customers; a JSON document may have {limit}. Send them in several requests, as a stream of any length with the header content-type: application/x-ndjson or text/csv, or as a file in scoring/<model>/."));

    public static Problem InvalidCustomer(IReadOnlyList<FieldError> errors) => Problem.Create(
        "invalidCustomer", "The customer cannot be scored", 400, string.Join(" ", errors.Select(error => error.Detail)), errors);

    public static Problem InvalidQuery(string parameter, string expected) => Problem.Create(
        "invalidQuery", "A query parameter cannot be used", 400, $"The query parameter {parameter} must be {expected}.");
}
