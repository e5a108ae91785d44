using System.Globalization;
using System.Text.Json;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Http.OpenApi;

/// <summary>The operations of <see cref="Routes.All"/>, in their order.</summary>
internal static class Operations
{
    private const string OfModels = "Models";
    private const string OfScores = "Scores";
    private const string OfService = "Service";
    private const string SomeModel = "churn";

    /// <summary>Groups of operations.</summary>
    public static IReadOnlyList<(string Name, string Description)> Tags { get; } =
    [
        (OfModels, "What models there are, how good they are, and what became of their uploads."),
        (OfScores, "What the champion of a model says about customers."),
        (OfService, "The app itself."),
    ];

    public static IReadOnlyList<Operation> All { get; } =
    [
        new(nameof(Routes.ListModels), OfModels, "Lists the models",
            "Every model that has a version or a run, in order of their names.",
            [HttpJson.Readable.ModelList], [Problems.StorageUnavailable()]),

        new(nameof(Routes.GetModel), OfModels, "Tells of a model",
            "Its champion with metrics on rows that training did not see, and its last run. Before the first promotion there is no champion.",
            [HttpJson.Readable.ModelView], [Problems.UnknownModel(SomeModel), Problems.StorageUnavailable()]),

        new(nameof(Routes.GetModelCard), OfModels, "Shows a version's model card",
            "A page for people, without script: metrics, curves, groups, data, limits and lineage.",
            [], [Problems.UnknownModel(SomeModel), Problems.UnknownVersion(SomeModel, "0123456789ab", ofCard: true), Problems.StorageUnavailable()]),

        new(nameof(Routes.ListRuns), OfModels, "Lists a model's training runs",
            "What became of each upload, the newest first.",
            [HttpJson.Readable.RunList],
            [Problems.InvalidQuery("limit", "a whole number from 1 to 200"), Problems.UnknownModel(SomeModel), Problems.StorageUnavailable()])
        {
            Query = [QueryParameter.Number("limit", 1, ModelEndpoints.MaxRuns, ModelEndpoints.DefaultRuns, "The most runs to list.")],
        },

        new(nameof(Routes.ScoreCustomers), OfScores, "Scores customers",
            "One customer gives one result, an array an array, and `{ \"customers\": [ … ] }` an object that states model and version once. "
            + "Of many, a customer that can't be scored has `error` in place of a score, and the others are scored all the same. "
            + "As `application/x-ndjson` a customer stands on each line, and is answered on a line, without a limit on their number; `text/csv` has a header and a row for each. The header `Accept` may ask for another form than that of the request.",
            [HttpJson.Readable.ScoreResult, HttpJson.Readable.ListScoreResult, HttpJson.Readable.ScoreBatch],
            [
                Problems.InvalidQuery("reasons", "a whole number from 0 to 100"),
                Problems.EmptyBody(),
                Problems.BrokenJson(new JsonException(message: null, path: null, lineNumber: 0, bytePositionInLine: 14)),
                Problems.NotCustomers(),
                Problems.InvalidCustomer([new("tenure", FieldError.WrongType, "tenure must be a number, for example 42.")]),
                Problems.NoKnownColumn(["tenure", "tier"]),
                Problems.UnreadableCsv("The file is binary."),
                Problems.UnknownModel(SomeModel),
                Problems.UnknownVersion(SomeModel, "0123456789ab", ofCard: false),
                Problems.BodyTooLarge(),
                Problems.TooManyCustomers(ScoringEndpoints.MaxCustomers + 1, ScoringEndpoints.MaxCustomers),
                Problems.UnsupportedContentType("text/plain"),
                Problems.NoChampion(SomeModel, lastRun: null),
                Problems.ChampionUnusable(SomeModel, "The file ends too early."),
                Problems.VersionUnusable(SomeModel, "0123456789ab", "The file ends too early."),
                Problems.StorageUnavailable(),
            ])
        {
            TakesCustomers = true,
            LineProblems = [Problems.LineTooLong(LineScores.MaxLineBytes), Problems.BrokenRow("fieldCount", line: 7)],
            Query =
            [
                QueryParameter.Number("reasons", 0, ScoreQuery.MaxReasons, 3, "The most reasons to give for a customer, the strongest first. 0 if customers are sent line by line and nothing is said."),
                QueryParameter.Share("threshold", "Probability from which the decision is the positive class, in place of the model's own; of two classes."),
                QueryParameter.Flag("strict", "Whether what is otherwise a warning is an error of the customer."),
                QueryParameter.Text("version", "^[0-9a-f]{12}$", "The version that scores, in place of the champion."),
            ],
        },

        new(nameof(Routes.Health), OfService, "Tells whether the app is up",
            "Asks nobody else and is cheap. `degraded` while a champion cannot be loaded and an older version serves; the status is 200 then too.",
            [HttpJson.Readable.HealthView], []),

        new(nameof(Routes.GetOpenApi), OfService, "Describes this API",
            "This document, OpenAPI 3.1.", [HttpJson.Readable.JsonElement], []),
    ];

    /// <summary>Values in the routes' templates, by their names.</summary>
    public static IReadOnlyDictionary<string, (string Pattern, string Description)> PathValues { get; } =
        new Dictionary<string, (string, string)>(StringComparer.Ordinal)
        {
            ["model"] = ("^[a-z0-9-]{2,40}$", "The model's name: the first folder of its datasets' names."),
            ["version"] = (
                string.Create(CultureInfo.InvariantCulture, $"^(champion|[0-9a-f]{{{ModelFile.VersionLength}}})$"),
                "A version, or `champion` for the one that answers."),
        };
}
