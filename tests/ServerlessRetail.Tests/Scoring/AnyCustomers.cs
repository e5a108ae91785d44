using System.Globalization;
using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Models;

namespace ServerlessRetail.Tests.Scoring;

/// <summary>Models of all tasks and columns, and customers in JSON, most of them clean and some of them anything.</summary>
internal static class AnyCustomers
{
    private static readonly string[] Classes = ["basic", "plus \"x\"", "prémium"];

    /// <summary>Every kind of column; the id stands among them, and one number stood for "missing".</summary>
    public static FeatureRecipe Recipe { get; } = new(
    [
        new NumericFeature("tenure", Fill: 12, Scaling: new NumberScaling(20, 8), Minimum: 0, Maximum: 72, FlagsMissing: false, Format: "point") { MissingNumbers = [-9] },
        new NumericFeature("flag", Fill: 0, Scaling: new NumberScaling(0.25f, 0.5f), Minimum: 0, Maximum: 1, FlagsMissing: false, Format: "point"),
        new NumericFeature("Umsatz €", Fill: 40, Scaling: new NumberScaling(50, 25), Minimum: 1, Maximum: 900, FlagsMissing: true, Format: "comma-grouped"),
        new CategoricalFeature("tier", ["gold", "sílver", "3"]),
        new BooleanFeature("member", TrueShare: 0.3f, FlagsMissing: true),
        new DateFeature("since", "yyyy-MM-dd", Earliest: 15000, Latest: 19000, Fill: 100, new NumberScaling(100, 50), DateParts.Weekday, FlagsMissing: false),
        new TextFeature("comment", Buckets: 4, FlagsMissing: true),
    ])
    {
        MissingWords = ["keine Angabe", "-1"],
    };

    public static IReadOnlyList<ServedModel> Models { get; } =
    [
        Serve(new ModelBuilder(Recipe) { Seed = 3 }.Build()),
        Serve(new ModelBuilder(Recipe) { Seed = 4, Label = ModelBuilder.SpendLabel, Scale = 30, Offset = 100 }.Build()),
        Serve(OfClasses()),
    ];

    /// <summary>JSON of a customer without escapes and nested values.</summary>
    public static Gen<string> Plain { get; } = Gen.Select(
        PlainParts.SelectMany(parts => Gen.Shuffle(parts)), Gen.Int[4, 9], OneOf("", " ", "\t "), (parts, count, space) => $"{{{space}{string.Join($"{space},", parts.Take(count))}{space}}}");

    /// <summary>JSON of a customer, possibly of none.</summary>
    public static Gen<string> Customer { get; } = Gen.Frequency((4, Fields(Clean)), (4, Plain), (3, Fields(Dirty)), (1, OneOf("{}", "[]", "7", "null", "\"x\"", "[{\"tenure\":1}]")));

    private static Gen<string[]> Clean => Gen.Select(
        Gen.Int[0, 72], Gen.Double[1, 900], OneOf("\"gold\"", "\"S\\u00edlver\"", "3"), OneOf("true", "\"no\"", "0"), OneOf("\"2015-03-04\"", "\"2021-12-31\""),
        (tenure, spend, tier, member, since) => new[]
        {
            $"\"tenure\":{tenure}", "\"flag\": 1", $"\"Umsatz \\u20ac\":{Written(spend)}", $"\"tier\":{tier}", $"\"member\":{member}", $"\"since\":{since}",
            "\"comment\":\"came \\\"back\\\" in ü\"", $"\"customerId\":\"C-{tenure}\"",
        });

    private static Gen<string[]> PlainParts => Gen.Select(
        OneOf("12", "72.0", "-9", "99", "1e1", "null", "\"12\""), OneOf("0", "1", "2", "true"), OneOf("40.5", "\"1.234,5\"", "\"viel\""), OneOf("\"gold\"", "\"sílver\"", "\"go\"", "3", "\"3\"", "\"\""),
        OneOf("\"Yes\"", "\"no\"", "\"JA\"", "1", "0", "false", "\"maybe\""), OneOf("\"2015-03-04\"", "17000"), OneOf("\"C-1\"", "17", "null"), OneOf("\"ü\"", "\"\"", "null"),
        (tenure, flag, spend, tier, member, since, id, comment) => new[]
        {
            $"\"tenure\":{tenure}", $"\"flag\": {flag}", $"\"Umsatz €\":{spend}", $"\"tier\" :{tier}", $"\"member\":{member}", $"\"since\":{since}", $"\"customerId\":{id}",
            $"\"comment\":{comment}", "\"churn\":\"Yes\"",
        });

    private static Gen<string[]> Dirty => Gen.Select(
        OneOf("tenure", "flag", "Umsatz €", "tier", "member", "since", "comment", "customerId", "churn", "email", "Tenure", "shoe\\nsize", "\\ud800", "customers", "\\u0063ustomers"),
        OneOf("null", "\"\"", "1", "-9", "-1", "\"-1\"", "1e400", "99999", "0.1", "-0", "1E2", "\"1.234,5\"", "\"keine Angabe\"", "\"x\\ud800\"", "\"\\ud83d\\ude00 <&'+\"", "\"long\"", "true", "false", "[1,[2]]", "{\"a\":{}}"),
        (name, value) => $"\"{name}\" : {value}").Array[0, 9];

    private static Gen<string> Fields(Gen<string[]> fields) => fields.Select(fields => $"{{ {string.Join(" ,", fields)}}}");

    private static FittedModel OfClasses()
    {
        var random = new Random(7);
        var plain = new ModelBuilder(Recipe).Build();
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
        var predictor = new LinearPredictor(Draw(3), Draw(3 * Recipe.Width), new float[Recipe.Width]);
        return new FittedModel(plain.Description with { Label = new LabelSchema("segment", ModelTask.Multiclass, null, null, "given") { Classes = Classes } }, [predictor]);
    }

    private static ServedModel Serve(FittedModel model) => new("retail", "0123456789ab", model);

    private static string Written(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
