using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
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
    private const string SomeVersion = "0123456789ab";

    private static readonly string VersionPattern = string.Create(CultureInfo.InvariantCulture, $"[0-9a-f]{{{ModelFile.VersionLength}}}");

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
            [], [Problems.UnknownModel(SomeModel), Problems.UnknownVersion(SomeModel, SomeVersion, ofCard: true), Problems.StorageUnavailable()]),

        new(nameof(Routes.ListRuns), OfModels, "Lists a model's training runs",
            "What became of each upload, the newest first.",
            [HttpJson.Readable.RunList],
            [Problems.InvalidQuery("limit", "a whole number from 1 to 200"), Problems.UnknownModel(SomeModel), Problems.StorageUnavailable()])
        {
            Query =
            [
                QueryParameter.WholeNumber("limit", 1, ModelEndpoints.MaxRuns, string.Create(CultureInfo.InvariantCulture,
                    $"The most runs to list; without it {ModelEndpoints.DefaultRuns}.")),
            ],
        },

        new(nameof(Routes.ScoreCustomers), OfScores, "Scores customers",
            "One customer gives one result, an array an array, and `{ \"customers\": [ … ] }` an object that states model and version once. "
            + "Of many, a customer that can't be scored has `error` in place of a score, and the others are scored all the same. Lines of NDJSON give lines; the header `Accept` may ask for the other form.",
            [HttpJson.Readable.ScoreResult, HttpJson.Readable.ListScoreResult, HttpJson.Readable.ScoreBatch],
            [
                Problems.InvalidQuery("reasons", "a whole number from 0 to 100"),
                Problems.EmptyBody(),
                Problems.BrokenJson(new JsonException(message: null, path: null, lineNumber: 0, bytePositionInLine: 14)),
                Problems.NotCustomers(),
                Problems.InvalidCustomer([new("tenure", FieldError.WrongType, "tenure must be a number, for example 42.")]),
                Problems.UnknownModel(SomeModel),
                Problems.UnknownVersion(SomeModel, SomeVersion, ofCard: false),
                Problems.BodyTooLarge(),
                Problems.TooManyCustomers(ScoringEndpoints.MaxCustomers + 1, ScoringEndpoints.MaxCustomers),
                Problems.UnsupportedContentType("text/csv"),
                Problems.NoChampion(SomeModel, lastRun: null),
                Problems.ChampionUnusable(SomeModel, "The file ends too early."),
                Problems.VersionUnusable(SomeModel, SomeVersion, "The file ends too early."),
                Problems.StorageUnavailable(),
            ])
        {
            TakesCustomers = true,
            LineProblems = [Problems.LineTooLong(JsonLineCustomers.MaxLineBytes)],
            Query =
            [
                QueryParameter.WholeNumber("reasons", 0, ScoreQuery.MaxReasons, "The most reasons to give for a customer, the strongest first; without it 3, in a stream none."),
                new("threshold", "Of two classes: the probability from which the decision is the positive one; without it the model's own.",
                    new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 }),
                new("strict", "Whether the warnings `missingField`, `unknownField`, `unseenCategory` and `outOfRange` are errors of the customer.",
                    new JsonObject { ["type"] = "boolean", ["default"] = false }),
                new("version", "The version that answers; without it the champion.",
                    new JsonObject { ["type"] = "string", ["pattern"] = $"^{VersionPattern}$" }),
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
                $"^(champion|{VersionPattern})$",
                "A version, or `champion` for the one that answers."),
        };
}
