using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Guards;

namespace ServerlessRetail.Tests.Datasets.Guards;

public sealed class GuardTests
{
    private static readonly ModelSettings Churn = new() { Label = "churn" };

    [Fact]
    public void A_blocking_finding_ends_the_run_with_the_guards_name()
    {
        var guarding = Guarding.Of(Leaking());

        var rejected = Assert.Throws<RejectedException>(() => Guard.ThrowIfBlocked(guarding.Findings));

        Assert.Equal(GuardNames.TargetLeakage, rejected.Reason);
        Assert.Contains("cancelled", rejected.Message, StringComparison.Ordinal);
        Assert.Contains("\"allow\"", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_allowed_guard_only_warns()
    {
        var guarding = Guarding.Of(Leaking(), new ModelSettings { Allow = [GuardNames.TargetLeakage, GuardNames.OneSidedMissing] });

        Guard.ThrowIfBlocked(guarding.Findings);
        Assert.Contains(guarding.Findings, finding => finding.Overruled && finding.Guard == GuardNames.TargetLeakage);
    }

    [Fact]
    public void An_excluded_column_cannot_leak() =>
        Assert.Empty(Guarding.Of(Leaking(), new ModelSettings { Exclude = ["cancelled"] }).Blocking);

    [Fact]
    public void Numbers_drawn_at_random_are_no_leak() =>
        Gen.Select(Gen.Int, Gen.Int[100, 2_000], Gen.Double[0.1, 0.5]).Sample(
            (seed, rows, share) =>
            {
                var random = new Random(seed);
                var dataset = new DatasetBuilder(rows)
                    .Floats("a", _ => random.NextSingle())
                    .Texts("b", _ => random.Next(20).ToString(System.Globalization.CultureInfo.InvariantCulture))
                    .Texts("c", _ => random.Next(3) == 0 ? "x" : null)
                    .Texts("churn", row => row < 15 || random.NextDouble() < share ? "yes" : "no")
                    .Build();
                return rows * share < 40 || !Guarding.Of(dataset, Churn).Blocking.Any();
            },
            iter: 100);

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void A_multiple_of_a_numeric_label_is_found_in_spite_of_wrong_rows(float factor)
    {
        var random = new Random(3);
        var spend = Enumerable.Range(0, 1_000).Select(_ => (float)Math.Exp(4 * random.NextDouble())).ToArray();
        var dataset = new DatasetBuilder(1_000)
            .Floats("invoiced", row => row % 50 == 0 ? 7 : spend[row] * factor)
            .Floats("age", _ => random.Next(18, 90))
            .Floats("spend", row => spend[row])
            .Build();

        Assert.Equal("invoiced", Assert.Single(Guarding.Of(dataset).Blocking).Column);
    }

    [Theory]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData("×")]
    public void A_label_made_of_two_columns_is_found(string sign)
    {
        var random = new Random(3);
        var (a, b) = (Draw(), Draw());
        var dataset = new DatasetBuilder(800)
            .Floats("a", row => a[row])
            .Floats("b", row => b[row])
            .Floats("spend", row => sign switch { "+" => a[row] + b[row], "-" => b[row] - a[row], _ => a[row] * b[row] })
            .Build();

        Assert.Equal(GuardNames.LabelSum, Assert.Single(Guarding.Of(dataset).Blocking).Guard);

        float[] Draw() => [.. Enumerable.Range(0, 800).Select(_ => 1 + (10 * random.NextSingle()))];
    }

    [Theory]
    [InlineData(20_000, 15, true)]
    [InlineData(1_000, 25, true)]
    [InlineData(1_000, 35, false)]
    [InlineData(60, 20, false)]
    public void A_class_too_rare_to_judge_is_told(int rows, int positives, bool blocks)
    {
        var dataset = new DatasetBuilder(rows).Floats("x", row => row * 7919 % 1_009).Texts("churn", row => row * 31 % rows < positives ? "yes" : "no").Build();

        Assert.Equal(blocks, Guarding.Of(dataset, Churn).Blocking.Any(finding => finding.Guard == GuardNames.LabelImbalance));
    }

    [Fact]
    public void A_file_sorted_by_its_label_is_told_and_used()
    {
        var dataset = new DatasetBuilder(500).Floats("x", row => row * 7919 % 1_009).Texts("churn", row => row < 150 ? "yes" : "no").Build();

        var guarding = Guarding.Of(dataset, Churn);

        Assert.Empty(guarding.Blocking);
        Assert.Contains(guarding.Findings, finding => finding.Guard == GuardNames.OrderedId);
    }

    [Fact]
    public void Empty_columns_are_told()
    {
        var dataset = new DatasetBuilder(500)
            .Cycle("shop", "A")
            .Texts("coupon", row => row % 40 == 0 ? $"c{row % 3}" : null)
            .Floats("x", row => row * 7919 % 1_009)
            .Texts("churn", row => row * 7 % 3 == 0 ? "yes" : "no")
            .Build();

        var found = Guarding.Of(dataset, Churn).Findings.Select(finding => (finding.Guard, finding.Column)).ToList();

        Assert.Contains((GuardNames.ConstantColumns, "shop"), found);
        Assert.Contains((GuardNames.MostlyMissing, "coupon"), found);
    }

    private static Dataset Leaking() => new DatasetBuilder(600)
        .Floats("x", row => row * 7919 % 1_009)
        .Texts("cancelled", row => row % 4 == 0 ? "1" : "0")
        .Texts("churn", row => row % 4 == 0 && row % 100 != 0 ? "yes" : "no")
        .Build();
}
