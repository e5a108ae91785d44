using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Guards;

namespace ServerlessRetail.Tests.Datasets.Guards;

/// <summary>What the guards see where the label has several classes.</summary>
public sealed class MulticlassGuardTests
{
    private static readonly string[] Plans = ["basic", "gold", "silver"];

    [Fact]
    public void A_noisy_copy_of_the_label_is_a_leak()
    {
        var random = new Random(4);

        var finding = Assert.Single(Blocking(Table().Texts("code", row => Plans[random.NextDouble() < 0.02 ? random.Next(3) : Of(row)] + "!")));

        Assert.Equal((GuardNames.TargetLeakage, "code"), (finding.Guard, finding.Column));
        Assert.Contains("each of 3 classes of plan", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_tells_one_class_of_several_is_none()
    {
        var random = new Random(4);

        Assert.Empty(Blocking(Table().Floats("spend", row => (Of(row) == 1 ? 100 : 0) + random.NextSingle())));
    }

    [Fact]
    public void A_column_that_is_filled_for_one_class_only_was_written_after_the_outcome()
    {
        var finding = Assert.Single(Blocking(Table().Texts("goldSince", row => Of(row) == 1 && row % 5 != 0 ? $"20{10 + (row % 9)}" : null)));

        Assert.Equal((GuardNames.OneSidedMissing, "goldSince"), (finding.Guard, finding.Column));
        Assert.Contains("plan = gold", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_that_order_a_class_are_told()
    {
        var finding = Assert.Single(Blocking(Table().Texts("customerId", row => $"c{(Of(row) * 1_000) + row}")));

        Assert.Equal((GuardNames.OrderedId, "customerId"), (finding.Guard, finding.Column));
    }

    [Fact]
    public void A_rare_class_of_several_is_told_and_the_others_are_learned()
    {
        var table = new DatasetBuilder(2_000)
            .Floats("x", row => row * 7919 % 1_009)
            .Texts("plan", row => row % 100 == 7 ? "gold" : Plans[row % 2 * 2]);

        var findings = Guarding.Of(table.Build()).Findings;

        Assert.DoesNotContain(findings, finding => finding.Blocks);
        var finding = Assert.Single(findings, finding => finding.Guard == GuardNames.LabelImbalance);
        Assert.Contains("plan = gold", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains(findings, finding => finding.Guard == GuardNames.TooFewPerClass);
    }

    [Fact]
    public void Classes_that_are_all_rare_but_one_are_too_rare_to_learn()
    {
        var table = new DatasetBuilder(25_000)
            .Floats("x", row => row * 7919 % 1_009)
            .Texts("plan", row => row % 1_000 >= 500 || row % 1_000 == 0 || row >= 11_000 ? "basic" : row % 1_000 == 1 ? "gold" : row % 1_000 == 2 ? "silver" : "basic");

        Assert.Equal(GuardNames.LabelImbalance, Assert.Single(Blocking(table)).Guard);
    }

    [Fact]
    public void Copies_of_all_classes_but_the_commonest_are_found()
    {
        var table = new DatasetBuilder(1_200)
            .Floats("x", row => Original(row) * 7919 % 10_007)
            .Texts("plan", row => Original(row) % 6 is 0 or 1 ? Plans[1 + (Original(row) % 6)] : "basic");

        Assert.Contains(Blocking(table), finding => finding.Guard == GuardNames.DuplicatesAcrossSplit);

        // The last 400 rows are the gold and silver ones of the first 600 again.
        static int Original(int row) => row < 800 ? row : (row - 800) / 2 % 100 * 6 + (row % 2);
    }

    private static int Of(int row) => row * 31 % 3;

    /// <summary>Rows scattered over three classes, the label first.</summary>
    private static DatasetBuilder Table() => new DatasetBuilder(600).Floats("x", row => row * 7919 % 1_009).Texts("plan", row => Plans[Of(row)]);

    private static List<GuardFinding> Blocking(DatasetBuilder table) =>
        [.. Guarding.Of(table.Build(), new ModelSettings { Label = "plan" }).Blocking];
}
