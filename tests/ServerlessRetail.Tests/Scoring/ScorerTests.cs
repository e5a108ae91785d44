using System.Globalization;
using CsCheck;
using ServerlessRetail.Http;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Models;

namespace ServerlessRetail.Tests.Scoring;

public sealed class ScorerTests
{
    private const int AllColumns = 100;

    private static readonly Gen<string> AnyNumber = Gen.OneOf(
        Gen.Double[-1e3, 1e3].Select(Written), Gen.Float[float.MinValue, float.MaxValue].Select(number => Written(number)), Gen.Const("3.4e38"), Gen.Const("-3.4e38"), Gen.Const("null"));

    private static readonly Gen<string> AnyTier = Gen.Int[0, 4].Select(i => ((string[])["\"gold\"", "\"silver\"", "\"bronze\"", "\"new\"", "null"])[i]);

    private static readonly Gen<string> AnyCustomer = Gen.Select(AnyNumber, AnyNumber, AnyNumber, AnyTier, (tenure, flag, spend, tier) =>
        $$"""{ "tenure": {{tenure}}, "flag": {{flag}}, "monthlySpend": {{spend}}, "tier": {{tier}} }""");

    [Fact]
    public void A_customer_gets_a_probability_a_decision_reasons_and_the_id_back()
    {
        var model = new ModelBuilder(ModelBuilder.RetailRecipe) { Bias = -1, Weights = [-0.8f, 0.5f, 0.1f, 0, 1, 0, 0, 0, 0] }.Build();

        var result = Score(model, Sent.Complete, reasons: 2);

        // (10-20)/8, (1-0.25)/0.5, (55.5-50)/25 and gold.
        var raw = -1 + (0.8 * 1.25) + (0.5 * 1.5) + (0.1 * 0.22) + 1;
        Assert.Equal("C-17", result.Id);
        Assert.Equal(1 / (1 + Math.Exp(-raw)), result.Probability!.Value, 6);
        Assert.Equal("yes", result.Decision);
        Assert.Equal(2, result.Reasons!.Count);
        Assert.Null(result.Prediction);
        Assert.Null(result.Error);
    }

    [Fact]
    public void A_regression_gives_a_prediction_and_no_decision()
    {
        var model = new ModelBuilder(ModelBuilder.RetailRecipe) { Bias = 2, Weights = new float[9], Scale = 10, Offset = 100, Label = ModelBuilder.SpendLabel }.Build();

        var result = Score(model, Sent.Complete);

        Assert.Equal(120, result.Prediction);
        Assert.Null(result.Probability);
        Assert.Null(result.Decision);
    }

    [Theory]
    [InlineData(0.5, "yes")]
    [InlineData(0.51, "no")]
    public void The_models_own_threshold_decides(double threshold, string expected)
    {
        var model = new ModelBuilder(ModelBuilder.RetailRecipe) { Bias = 0, Weights = new float[9], Threshold = threshold }.Build();

        Assert.Equal(expected, Score(model, Sent.Complete).Decision);
    }

    [Theory]
    [InlineData(0, "yes")]
    [InlineData(0.5, "yes")]
    [InlineData(0.51, "no")]
    [InlineData(1, "no")]
    public void A_threshold_that_was_asked_for_overrules_the_models_own(double threshold, string expected)
    {
        var model = new ModelBuilder(ModelBuilder.RetailRecipe) { Bias = 0, Weights = new float[9], Threshold = 0.99 }.Build();

        var result = new Scorer(Served(model), threshold).Score(Sent.Element(Sent.Complete), "", reasons: 0);

        Assert.Equal((0.5, expected), (result.Probability, result.Decision));
    }

    [Fact]
    public void Reasons_come_the_strongest_first_with_the_value_that_was_sent()
    {
        var model = new ModelBuilder(ModelBuilder.RetailRecipe) { Weights = [0.1f, 3, 0, 0, 0, -4, 0, 0, 0], Means = new float[9] }.Build();

        var reasons = Score(model, """{ "tenure": "28", "flag": true, "tier": "silver" }""").Reasons!;

        Assert.Equal(["flag", "tier", "tenure", "monthlySpend"], reasons.Select(reason => reason.Column));
        Assert.Equal([4.5, -4, 0.1, 0], reasons.Select(reason => Math.Round(reason.Contribution, 6)));
        Assert.Equal(["true", "\"silver\"", "\"28\"", null], reasons.Select(reason => reason.Value?.GetRawText()));
    }

    [Fact]
    public void No_reasons_are_given_where_none_are_asked_for() =>
        Assert.Null(Score(new ModelBuilder(ModelBuilder.RetailRecipe).Build(), Sent.Complete, reasons: 0).Reasons);

    [Fact]
    public void A_customer_that_cannot_be_read_gets_a_problem_in_place_of_a_score()
    {
        var result = Score(new ModelBuilder(ModelBuilder.RetailRecipe).Build(), Sent.With("tenure", "\"long\""));

        Assert.Equal("C-17", result.Id);
        Assert.Equal("invalidCustomer", result.Error!.Code);
        Assert.Equal("tenure", Assert.Single(result.Error.Errors!).Path);
        Assert.Null(result.Probability);
        Assert.Null(result.Reasons);
    }

    [Fact]
    public void Contributions_of_all_columns_sum_to_the_raw_score_less_the_average_one() =>
        Gen.Select(AnyCustomer, Gen.Int[1, 1_000], Gen.Double[0.01, 1e5]).Sample((json, seed, scale) =>
        {
            var model = new ModelBuilder(ModelBuilder.RetailRecipe) { Seed = seed, Scale = scale, Offset = 3 * scale, Label = ModelBuilder.SpendLabel }.Build();
            var average = model.Explainer.BaseScores[0];

            var result = Score(model, json);

            var contributions = result.Reasons!.Select(reason => reason.Contribution).ToArray();
            var size = contributions.Sum(Math.Abs) + Math.Abs(average) + scale;
            return contributions.Length == 4 && Math.Abs(contributions.Sum() - (result.Prediction!.Value - average)) <= 1e-6 * size;
        });

    [Fact]
    public void Whatever_is_sent_the_probability_is_between_0_and_1_and_the_answer_can_be_written() =>
        Gen.Select(AnyCustomer, Gen.Int[1, 1_000]).Sample((json, seed) =>
        {
            var result = Score(new ModelBuilder(ModelBuilder.RetailRecipe) { Seed = seed }.Build(), json);

            return result.Probability is >= 0 and <= 1
                && System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(result, HttpJson.Readable.ScoreResult).Length > 0;
        });

    [Fact]
    public void A_scorer_does_not_remember_the_customer_before()
    {
        var scorer = new Scorer(Served(new ModelBuilder(ModelBuilder.RetailRecipe).Build()));
        var first = scorer.Score(Sent.Element(Sent.Complete), "", AllColumns).Probability;

        scorer.Score(Sent.Element("""{ "tenure": 60, "tier": "bronze" }"""), "", AllColumns);

        Assert.Equal(first, scorer.Score(Sent.Element(Sent.Complete), "", AllColumns).Probability);
    }

    private static ScoreResult Score(FittedModel model, string json, int reasons = AllColumns) =>
        new Scorer(Served(model)).Score(Sent.Element(json), "", reasons);

    private static ServedModel Served(FittedModel model) => new("churn", "0123456789ab", model);

    private static string Written(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
