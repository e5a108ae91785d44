using CsCheck;
using ServerlessRetail.Training;

namespace ServerlessRetail.Tests.Training;

public sealed class SplitTests
{
    private static readonly Gen<(int Row, int Stratum)[]> Rows =
        Gen.Select(Gen.Int[1, 5], Gen.Int[0, 4]).Array[0, 300].Select(steps =>
        {
            var row = 0;
            return steps.Select(step => (row += step.Item1, step.Item2)).ToArray();
        });

    [Fact]
    public void Every_row_is_on_one_side_and_both_sides_ascend() => Gen.Select(Rows, Gen.Int).Sample((rows, seed) =>
    {
        var split = Split(rows, seed);

        return split.Train.Concat(split.Test).Order().SequenceEqual(rows.Select(row => row.Row))
            && split.Train.SequenceEqual(split.Train.Order())
            && split.Test.SequenceEqual(split.Test.Order());
    });

    [Fact]
    public void Of_each_stratum_a_fifth_is_held_out_to_within_one_row() => Gen.Select(Rows, Gen.Int).Sample((rows, seed) =>
    {
        var held = Split(rows, seed).Test.ToHashSet();

        return rows.GroupBy(row => row.Stratum).All(group =>
            Math.Abs(group.Count(row => held.Contains(row.Row)) - (group.Count() * ServerlessRetail.Training.Split.TestShare)) < 1);
    });

    [Fact]
    public void The_seed_decides_which_rows_are_held_out()
    {
        var rows = Enumerable.Range(0, 100).Select(row => (row, row % 3)).ToArray();

        Assert.Equal(Split(rows, 5).Test, Split(rows, 5).Test);
        Assert.NotEqual(Split(rows, 5).Test, Split(rows, 6).Test);
    }

    private static Split Split((int Row, int Stratum)[] rows, int seed) =>
        ServerlessRetail.Training.Split.Stratified([.. rows.Select(row => row.Row)], [.. rows.Select(row => row.Stratum)], seed);
}
