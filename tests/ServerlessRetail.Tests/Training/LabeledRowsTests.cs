using ServerlessRetail.Datasets;
using ServerlessRetail.Tests.Datasets;
using ServerlessRetail.Tests.Models;
using ServerlessRetail.Training;

namespace ServerlessRetail.Tests.Training;

public sealed class LabeledRowsTests
{
    private static readonly LabelSchema PlanLabel = new("plan", ModelTask.Multiclass, null, null, "given") { Classes = ["basic", "gold", "silver"] };

    [Fact]
    public void Classes_become_1_and_0_and_rows_without_a_label_are_told()
    {
        var dataset = new DatasetBuilder(120).Cycle("churn", "yes", "no", null).Build();

        var rows = LabeledRows.Create(dataset, ModelBuilder.ChurnLabel, seed: 1);

        Assert.Equal(40, rows.Unlabeled.Count);
        Assert.All(rows.Unlabeled, row => Assert.Equal(2, row % 3));
        Assert.Equal(rows.Split.Train.Select(row => row % 3 == 0 ? 1f : 0f), rows.TrainLabels);
        Assert.Equal(rows.Split.Test.Select(row => row % 3 == 0 ? 1f : 0f), rows.TestLabels);
        Assert.Equal(80, rows.TrainLabels.Length + rows.TestLabels.Length);
    }

    [Fact]
    public void A_rare_class_has_its_share_on_both_sides()
    {
        var dataset = new DatasetBuilder(1_000).Texts("churn", row => row % 20 == 0 ? "yes" : "no").Build();

        var rows = LabeledRows.Create(dataset, ModelBuilder.ChurnLabel, seed: 1);

        Assert.Equal((40, 10), (rows.TrainLabels.Count(label => label == 1), rows.TestLabels.Count(label => label == 1)));
        Assert.Equal((800, 200), (rows.TrainLabels.Length, rows.TestLabels.Length));
    }

    [Fact]
    public void Numbers_are_spread_evenly_and_unreadable_ones_left_out()
    {
        var dataset = new DatasetBuilder(1_000).Floats("spend", row => row < 100 ? float.NaN : row).Build();

        var rows = LabeledRows.Create(dataset, ModelBuilder.SpendLabel, seed: 1);

        Assert.Equal(Enumerable.Range(0, 100), rows.Unlabeled);
        Assert.Equal(rows.Split.Test.Select(row => (float)row), rows.TestLabels);
        Assert.Equal(180, rows.TestLabels.Length);
        Assert.All(rows.TestLabels.GroupBy(label => (int)(label - 100) / 90), tenth => Assert.Equal(18, tenth.Count()));
    }

    [Theory]
    [InlineData(49, false)]
    [InlineData(50, true)]
    public void Fifty_rows_with_a_label_are_needed(int labelled, bool enough)
    {
        var classes = new DatasetBuilder(90).Texts("churn", row => row >= labelled ? null : row % 2 == 0 ? "yes" : "no").Build();
        var numbers = new DatasetBuilder(90).Floats("spend", row => row >= labelled ? float.NaN : row).Build();

        Assert.Equal(enough ? null : RejectionReasons.TooFewRows, Refusal(classes, ModelBuilder.ChurnLabel)?.Reason);
        Assert.Equal(enough ? null : RejectionReasons.TooFewRows, Refusal(numbers, ModelBuilder.SpendLabel)?.Reason);
    }

    [Theory]
    [InlineData(9, "yes")]
    [InlineData(10, null)]
    [InlineData(90, null)]
    [InlineData(91, "no")]
    public void Ten_rows_of_each_class_are_needed(int positives, string? scarce)
    {
        var dataset = new DatasetBuilder(100).Texts("churn", row => row < positives ? "yes" : "no").Build();

        var rejected = Refusal(dataset, ModelBuilder.ChurnLabel);

        Assert.Equal(scarce is null ? null : RejectionReasons.TooFewPerClass, rejected?.Reason);
        Assert.Contains(scarce is null ? "" : $"Only 9 rows have the label churn = {scarce};", rejected?.Message ?? "");
    }

    [Fact]
    public void Several_classes_become_their_places_in_any_spelling_and_are_spread_evenly()
    {
        var dataset = new DatasetBuilder(600).Cycle("plan", "gold", "BASIC", "silver", "basic", "Gold", null).Build();

        var rows = LabeledRows.Create(dataset, PlanLabel, seed: 1);

        Assert.Equal(100, rows.Unlabeled.Count);
        float[] expected = [1, 0, 2, 0, 1];
        Assert.Equal(rows.Split.Train.Select(row => expected[row % 6]), rows.TrainLabels);
        Assert.Equal(rows.Split.Test.Select(row => expected[row % 6]), rows.TestLabels);
        Assert.Equal([40, 40, 20], Enumerable.Range(0, 3).Select(index => rows.TestLabels.Count(label => label == index)));
    }

    [Fact]
    public void The_class_of_several_that_has_too_few_rows_is_named()
    {
        var dataset = new DatasetBuilder(300).Texts("plan", row => row < 9 ? "gold" : row % 2 == 0 ? "basic" : "silver").Build();

        var rejected = Refusal(dataset, PlanLabel);

        Assert.Equal(RejectionReasons.TooFewPerClass, rejected?.Reason);
        Assert.Contains("Only 9 rows have the label plan = gold;", rejected?.Message);
    }

    private static RejectedException? Refusal(Dataset dataset, LabelSchema label)
    {
        try
        {
            LabeledRows.Create(dataset, label, seed: 1);
            return null;
        }
        catch (RejectedException rejected)
        {
            return rejected;
        }
    }
}
