using CsCheck;
using ServerlessRetail.Models;
using ServerlessRetail.Tests.Models;
using ServerlessRetail.Training.Calibration;

namespace ServerlessRetail.Tests.Training.Calibration;

public sealed class IntervalChoiceTests
{
    private const int Seeds = 20;
    private const int FreshRows = 4_000;

    /// <summary>Numbers with a score each: the truth is drawn around it.</summary>
    public static TheoryData<string, Func<Random, (double Score, double Label)>> Kinds => new()
    {
        { "the same spread everywhere", Even },
        { "a spread that grows with the number", Growing },
        { "a long tail above", random => Score(random) is var score ? (score, score - 10 - (20 * Math.Log(1 - random.NextDouble()))) : default },
        { "three quarters of nothing", random => Score(random) is var score ? (score / 4, random.Next(4) == 0 ? score + (5 * DrawnScores.Normal(random)) : 0) : default },
        { "a score that is too high", random => Score(random) is var score ? (score + 30, score + (10 * DrawnScores.Normal(random))) : default },
    };

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void Nine_tenths_of_further_numbers_lie_within(string kind, Func<Random, (double Score, double Label)> draw)
    {
        var coverages = Coverages(draw, LabelScale.Linear, rows: 500);

        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: mean {coverages.Average():0.000}, {coverages.Min():0.000} to {coverages.Max():0.000}");
        Assert.InRange(coverages.Average(), 0.88, 0.92);
        Assert.All(coverages, coverage => Assert.InRange(coverage, 0.83, 0.96));
    }

    [Fact]
    public void With_the_fewest_rows_the_level_is_met_on_average()
    {
        var coverages = Coverages(Even, LabelScale.Linear, IntervalChoice.MinRows);

        Assert.InRange(coverages.Average(), 0.87, 0.94);
    }

    [Fact]
    public void Of_amounts_learned_as_logarithms_nine_tenths_lie_within()
    {
        var coverages = Coverages(random => (4 + DrawnScores.Normal(random)) is var score ? (score, Amount(score + (0.7 * DrawnScores.Normal(random)))) : default, LabelScale.Log, rows: 500);

        Assert.InRange(coverages.Average(), 0.88, 0.92);
    }

    [Fact]
    public void Where_the_spread_grows_small_and_large_numbers_are_held_alike()
    {
        var model = Model(Drawn(Growing, 2_000, seed: 1), LabelScale.Linear);
        var fresh = Drawn(Growing, 20_000, seed: 2);

        Assert.InRange(Coverage(model, [.. fresh.Where(row => row.Score < 30)]), 0.86, 0.94);
        Assert.InRange(Coverage(model, [.. fresh.Where(row => row.Score > 170)]), 0.86, 0.94);
        Assert.True(Width(model, 180) > 3 * Width(model, 20));
    }

    [Fact]
    public void A_long_tail_is_on_its_own_side()
    {
        var model = Model(Drawn(random => Score(random) is var score ? (score, score - 10 - (10 * Math.Log(1 - random.NextDouble()))) : default, 2_000, seed: 3), LabelScale.Linear);

        var interval = model.Interval(100)!;

        Assert.Equal((90.5, 120), (interval.Lower, interval.Upper), (left, right) => Math.Abs(left.Item1 - right.Item1) < 2 && Math.Abs(left.Item2 - right.Item2) < 6);
    }

    [Fact]
    public void The_prediction_lies_within_whatever_the_rows_and_no_amount_goes_below_nothing()
    {
        var row = Gen.Select(Gen.OneOf(Gen.Double[-1e6, 1e6], Gen.Double[-1, 1], Gen.Const(0.0)), Gen.OneOf(Gen.Float[0, 1e6f], Gen.Float[0, 1], Gen.Const(0f)));
        Gen.Select(row.Array[100, 160], Gen.Double[-2e6, 2e6], Gen.Bool).Sample((rows, raw, isNonNegative) =>
        {
            var chosen = IntervalChoice.Choose([.. rows.Select(each => each.Item1)], [.. rows.Select(each => each.Item2)], LabelScale.Linear, isNonNegative);
            var model = Model(chosen.Interval, LabelScale.Linear);

            var interval = model.Interval(raw)!;

            return interval.Lower <= model.Prediction(raw) && model.Prediction(raw) <= interval.Upper && (!isNonNegative || interval.Lower >= Math.Min(0, raw));
        }, iter: 200);
    }

    [Fact]
    public void A_model_that_is_never_wrong_has_intervals_without_width()
    {
        var numbers = Enumerable.Range(0, 400).Select(row => row % 50).ToArray();

        var chosen = IntervalChoice.Choose([.. numbers.Select(number => (double)number)], [.. numbers.Select(number => (float)number)], LabelScale.Linear, isNonNegative: true);

        Assert.Equal(new PredictionInterval(7, 7, 0.9), Model(chosen.Interval, LabelScale.Linear).Interval(7));
    }

    [Fact]
    public void One_prediction_for_all_has_one_interval()
    {
        var random = new Random(4);

        var chosen = IntervalChoice.Choose([.. Enumerable.Repeat(5.0, 1_000)], [.. Enumerable.Range(0, 1_000).Select(_ => (float)random.NextDouble() * 10)], LabelScale.Linear, isNonNegative: true);

        Assert.Equal([5.0], chosen.Interval!.Scores);
        Assert.Equal(4.5, chosen.Interval.Above[0], 0.5);
    }

    [Theory]
    [InlineData(99, 0)]
    [InlineData(200, double.NaN)]
    public void Where_nothing_can_be_said_there_is_none_and_the_report_says_why(int rows, double score)
    {
        var chosen = IntervalChoice.Choose([.. Enumerable.Repeat(score, rows)], new float[rows], LabelScale.Linear, isNonNegative: true);

        Assert.Null(chosen.Interval);
        Assert.Null(chosen.Report.Level);
        Assert.Equal(rows, chosen.Report.Rows);
        Assert.NotEmpty(chosen.Report.Why);
    }

    private static double[] Coverages(Func<Random, (double Score, double Label)> draw, LabelScale scale, int rows) =>
    [
        .. Enumerable.Range(1, Seeds).Select(seed => Coverage(Model(Drawn(draw, rows, seed), scale), Drawn(draw, FreshRows, seed: 1_000 + seed))),
    ];

    private static double Coverage(FittedModel model, (double Score, double Label)[] rows) =>
        rows.Average(row => model.Interval(row.Score)! is var interval && interval.Lower <= row.Label && row.Label <= interval.Upper ? 1.0 : 0);

    private static double Width(FittedModel model, double score) => model.Interval(score)! is var interval ? interval.Upper - interval.Lower : 0;

    private static (double Score, double Label)[] Drawn(Func<Random, (double Score, double Label)> draw, int rows, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => draw(random) is var drawn ? (drawn.Score, (float)drawn.Label) : default)];
    }

    private static FittedModel Model((double Score, double Label)[] rows, LabelScale scale)
    {
        var labels = Array.ConvertAll(rows, row => (float)row.Label);
        return Model(IntervalChoice.Choose(Array.ConvertAll(rows, row => row.Score), labels, scale, labels.Min() >= 0).Interval, scale);
    }

    private static FittedModel Model(ConformalInterval? interval, LabelScale scale)
    {
        var model = new ModelBuilder(ModelBuilder.RetailRecipe) { Label = ModelBuilder.SpendLabel }.Build();
        return new FittedModel(model.Description with { Interval = interval, LabelScale = scale }, model.Predictors);
    }

    private static double Score(Random random) => 200 * random.NextDouble();

    private static (double Score, double Label) Even(Random random) => Score(random) is var score ? (score, score + (10 * DrawnScores.Normal(random))) : default;

    private static (double Score, double Label) Growing(Random random) =>
        Score(random) is var score ? (score, score + ((1 + (0.2 * score)) * DrawnScores.Normal(random))) : default;

    private static double Amount(double logarithm) => Math.Max(0, Math.Exp(logarithm) - 1);
}
