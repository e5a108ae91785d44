using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.PersonalData;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Tests.Datasets;
using ServerlessRetail.Tests.Training.Calibration;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Tests.Training.Evaluation;

public sealed class SliceTests
{
    private const int Rows = 2_000;

    private static readonly int[] AllRows = [.. Enumerable.Range(0, Rows)];

    private static readonly DrawnScores Drawn = DrawnScores.Create(Rows, seed: 11);

    private static readonly string[] Genders = ["f", "m"];

    [Fact]
    public void Columns_with_few_values_and_sensitive_ones_are_cut_and_no_others()
    {
        var dataset = new DatasetBuilder(Rows)
            .Texts("gender", row => Genders[row % 2])
            .Floats("age", row => row % 60)
            .Floats("income", row => row)
            .Texts("tier", row => row % 50 == 0 ? null : row % 3 == 0 ? "gold" : "silver")
            .Texts("surname", row => row % 2 == 0 ? "Meier" : "Huber")
            .Build();

        var columns = SliceColumn.From(dataset, Schema(dataset), AllRows);

        Assert.Equal(["gender", "age", "tier"], columns.Select(column => column.Name));
        Assert.Equal([true, true, false], columns.Select(column => column.Sensitive));
        Assert.Equal(["below 11", "11 to below 23", "23 to below 35", "35 to below 47", "47 and more", null], columns[1].Values);
        Assert.Equal(["silver", "gold", null], columns[2].Values);
        Assert.Equal(2, columns[2].SliceOfRow[50]);
    }

    [Fact]
    public void A_group_for_which_the_model_is_blind_is_flagged_and_no_other()
    {
        // For one of four the probabilities are those of other customers.
        var probabilities = Drawn.Probabilities;
        for (var row = 0; row < Rows; row += 4)
            probabilities[row] = Drawn.Probabilities[(row + 4) % Rows];
        var group = Column("group", row => row % 4);

        var slices = SliceReports.Create([group], [], new BinarySliceJudge(probabilities, Drawn.Labels, 0.4));

        Assert.Equal([true, false, false, false], slices.Select(slice => slice.Worse));
        Assert.StartsWith("AUC 0.", slices[0].Note, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Repeat(Rows / 4, 4), slices.Select(slice => slice.Rows));
    }

    [Fact]
    public void A_group_whose_probabilities_are_off_is_flagged_with_the_direction()
    {
        var probabilities = Drawn.Distorted(logOdds => Sigmoid.Of(logOdds));
        for (var row = 0; row < Rows; row += 4)
            probabilities[row] = Sigmoid.Of(Drawn.LogOdds[row] + 1);

        var slices = SliceReports.Create([Column("group", row => row % 4)], [], new BinarySliceJudge(probabilities, Drawn.Labels, 0.4));

        Assert.Contains("too high", slices[0].Note, StringComparison.Ordinal);
        Assert.True(slices[0].Metrics[SliceMetricNames.CalibrationGap] > 0.1);
        Assert.All(slices.Skip(1), slice => Assert.Null(slice.Note));
    }

    [Fact]
    public void Chance_flags_hardly_anything()
    {
        var random = new Random(5);
        var columns = Enumerable.Range(0, 10).Select(i => Column("column" + i, _ => random.Next(4))).ToArray();

        var slices = SliceReports.Create(columns, [], new BinarySliceJudge(Drawn.Probabilities, Drawn.Labels, 0.4));

        Assert.Equal(40, slices.Count);
        Assert.InRange(slices.Count(slice => slice.Worse), 0, 1);
    }

    [Fact]
    public void Small_groups_are_left_out_and_what_cannot_be_told_of_a_group_is_left_out()
    {
        var labels = (float[])Drawn.Labels.Clone();
        for (var row = 0; row < 100; row++)
            labels[row] = 0;
        var column = Column("group", row => row < 29 ? 0 : row < 100 ? 1 : 2);

        var slices = SliceReports.Create([column], [], new BinarySliceJudge(Drawn.Probabilities, labels, 0.4));

        Assert.Equal(["1", "2"], slices.Select(slice => slice.Value));
        Assert.DoesNotContain(MetricNames.Auc, slices[0].Metrics);
        Assert.DoesNotContain(MetricNames.Recall, slices[0].Metrics);
        Assert.Equal(0, slices[0].Metrics[SliceMetricNames.PositiveRate]);
    }

    [Fact]
    public void Sensitive_columns_come_first_then_the_important_ones()
    {
        var columns = new[] { Column("a", row => row % 2), Column("b", row => row % 2), Column("c", row => row % 2) with { Sensitive = true } };

        var slices = SliceReports.Create(
            columns, [new ColumnImportance("b", 2, 0.7), new ColumnImportance("a", 1, 0.3)], new BinarySliceJudge(Drawn.Probabilities, Drawn.Labels, 0.4));

        Assert.Equal(["c", "c", "b", "b", "a", "a"], slices.Select(slice => slice.Column));
    }

    [Fact]
    public void A_group_whose_amounts_are_missed_is_flagged()
    {
        var labels = AllRows.Select(row => 100f + (row % 7)).ToArray();
        var predictions = AllRows.Select(row => 103.0 + (row % 2 == 0 ? 0 : row % 4 == 1 ? 30 : -30)).ToArray();

        var slices = SliceReports.Create([Column("group", row => row % 2)], [], new RegressionSliceJudge(predictions, labels));
        var biased = SliceReports.Create([Column("group", row => row % 4)], [], new RegressionSliceJudge(predictions, labels));

        Assert.Equal([false, true], slices.Select(slice => slice.Worse));
        Assert.Contains("of the amounts", slices[1].Note, StringComparison.Ordinal);
        Assert.Contains("too high", biased[1].Note, StringComparison.Ordinal);
        Assert.Contains("too low", biased[3].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_whose_classes_are_missed_is_flagged()
    {
        var labels = AllRows.Select(row => (float)(row % 3)).ToArray();
        var probabilities = AllRows.Select(row => Enumerable.Range(0, 3).Select(of => of == (row % 5 == 0 ? (row + 1) % 3 : row % 3) ? 0.6 : 0.2).ToArray()).ToArray();

        var slices = SliceReports.Create([Column("group", row => row % 5 == 0 ? 0 : 1)], [], new MulticlassSliceJudge(probabilities, labels));

        Assert.Equal([true, false], slices.Select(slice => slice.Worse));
        Assert.Equal(0, slices[0].Metrics[MetricNames.Accuracy]);
    }

    private static SliceColumn Column(string name, Func<int, int> slice)
    {
        var ofRow = Array.ConvertAll(AllRows, row => slice(row));
        return new SliceColumn(name, Sensitive: false, [.. Enumerable.Range(0, ofRow.Max() + 1).Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture))], ofRow);
    }

    private static DatasetSchema Schema(Dataset dataset) => new(
        ModelBuilderLabel, null,
        [.. dataset.Columns.Select(column => new ColumnSchema(
            column.Name, column.Name is "age" or "income" ? ColumnType.Numeric : ColumnType.Categorical, ColumnRole.Feature, 0, null, "given")
        {
            Sensitive = column.Name is "gender" or "age",
            PersonalData = column.Name == "surname" ? PersonalDataKind.PersonName : null,
        })]);

    private static LabelSchema ModelBuilderLabel => Tests.Models.ModelBuilder.ChurnLabel;
}
