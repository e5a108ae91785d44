using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Duplicates;
using ServerlessRetail.Training;

namespace ServerlessRetail.Tests.Datasets.Duplicates;

public sealed class DuplicateRowsTests
{
    [Fact]
    public void Counts_are_those_of_comparing_every_pair() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 2]).Array[2, 60].Sample(
            rows =>
            {
                var dataset = new DatasetBuilder(rows.Length)
                    .Texts("a", row => rows[row].Item1 == 0 ? null : $"t{rows[row].Item1}")
                    .Floats("b", row => rows[row].Item2 == 0 ? float.NaN : rows[row].Item2)
                    .Texts("label", row => $"c{rows[row].Item3}")
                    .Build();

                var found = DuplicateRows.Find(dataset, Schema(null));

                return Enumerable.Range(0, rows.Length).All(row => found.FirstOf[row] == Array.IndexOf(rows, rows[row]))
                    && found.CopyCount == rows.Length - rows.Distinct().Count();
            },
            iter: 500);

    [Fact]
    public void Conflicts_are_counted_by_id()
    {
        string[][] rows = [["1", "a", "y"], ["1", "a", "y"], ["2", "a", "y"], ["2", "b", "y"], ["3", "a", "n"], ["3", "a", "y"], ["", "a", "n"], ["", "b", "n"]];
        var dataset = new DatasetBuilder(rows.Length).Texts("id", row => rows[row][0]).Texts("x", row => rows[row][1]).Texts("label", row => rows[row][2]).Build();

        var found = DuplicateRows.Find(dataset, Schema("id"));

        Assert.Equal((1, 2, 4, 1), (found.CopyCount, found.ConflictingIds, found.ConflictingRows, found.ConflictingLabels));
        Assert.Equal([0, 0, 2, 2, 4, 4, 6, 7], found.Groups);
    }

    [Fact]
    public void A_column_that_counts_the_rows_does_not_hide_copies()
    {
        var dataset = new DatasetBuilder(100).Floats("row", row => 501 + row).Cycle("x", "a", "b", "c").Cycle("label", "y").Build();

        Assert.Equal(97, DuplicateRows.Find(dataset, Schema("row")).CopyCount);
    }

    [Fact]
    public void Rows_of_one_customer_go_to_one_side_and_copies_are_left_out()
    {
        var dataset = new DatasetBuilder(900)
            .Texts("id", row => $"K{row / 3}")
            .Floats("x", row => row % 3 == 2 ? row - 1 : row)
            .Texts("label", row => row / 3 % 4 == 0 ? "y" : "n")
            .Build();
        var duplicates = DuplicateRows.Find(dataset, Schema("id"));

        var rows = LabeledRows.Create(dataset, Schema("id").Label, seed: 1, duplicates);

        Assert.Equal(300, rows.Copies.Count);
        Assert.All(rows.Copies, row => Assert.Equal(2, row % 3));
        Assert.Empty(rows.Split.Train.Select(row => row / 3).Intersect(rows.Split.Test.Select(row => row / 3)));
        Assert.InRange(rows.Split.Test.Count, 116, 124);
        Assert.InRange(rows.TestLabels.Average(), 0.23, 0.27);
    }

    [Fact]
    public void Groups_of_any_size_are_never_torn_and_every_row_is_on_one_side() =>
        Gen.Select(Gen.Int[0, 12], Gen.Int[0, 2]).Array[1, 200].Sample(
            cells =>
            {
                var rows = Enumerable.Range(0, cells.Length).Select(i => i * 3).ToArray();

                var split = Split.Stratified(rows, [.. cells.Select(cell => cell.Item2)], 1, [.. cells.Select(cell => cell.Item1)]);

                var test = split.Test.Select(row => cells[row / 3].Item1).ToHashSet();
                return split.Train.Concat(split.Test).Order().SequenceEqual(rows)
                    && !split.Train.Any(row => test.Contains(cells[row / 3].Item1));
            },
            iter: 500);

    private static DatasetSchema Schema(string? id) => new(new LabelSchema("label", ModelTask.Binary, "y", "n", ""), id, []);
}
