using CsCheck;
using ServerlessRetail.Training.Selection;

namespace ServerlessRetail.Tests.Training.Selection;

public sealed class FoldsTests
{
    private static readonly Gen<(int[] Strata, int[] Groups, int Count, int Seed)> Rows =
        from rows in Gen.Int[20, 200]
        from strata in Gen.Int[0, 3].Array[rows]
        from groups in Gen.Int[0, rows / 2].Array[rows]
        from count in Gen.Int[2, 6]
        from seed in Gen.Int[0, 1_000]
        select (strata, groups, count, seed);

    [Fact]
    public void Every_row_is_judged_once_and_never_by_a_model_that_has_seen_it() => Rows.Sample(rows =>
    {
        var folds = Folds.Stratified(rows.Strata, groups: null, rows.Count, rows.Seed);

        return folds.Count == rows.Count
            && folds.SelectMany(fold => fold.Validation).Order().SequenceEqual(Enumerable.Range(0, rows.Strata.Length))
            && folds.All(fold => fold.Train.Concat(fold.Validation).Order().SequenceEqual(Enumerable.Range(0, rows.Strata.Length)));
    });

    [Fact]
    public void Rows_of_a_group_are_judged_by_the_same_fold() => Rows.Sample(rows =>
        Folds.Stratified(rows.Strata, rows.Groups, rows.Count, rows.Seed)
            .All(fold => !fold.Train.Select(row => rows.Groups[row]).Intersect(fold.Validation.Select(row => rows.Groups[row])).Any()));

    [Fact]
    public void Every_fold_has_its_share_of_a_stratum_to_the_row() => Rows.Sample(rows =>
    {
        var folds = Folds.Stratified(rows.Strata, groups: null, rows.Count, rows.Seed);

        return Enumerable.Range(0, 4).All(stratum =>
        {
            var counts = folds.Select(fold => fold.Validation.Count(row => rows.Strata[row] == stratum)).ToArray();
            return counts.Max() - counts.Min() <= 1;
        });
    });

    [Fact]
    public void The_same_seed_gives_the_same_folds() => Rows.Sample(rows =>
        Folds.Stratified(rows.Strata, rows.Groups, rows.Count, rows.Seed).Zip(Folds.Stratified(rows.Strata, rows.Groups, rows.Count, rows.Seed))
            .All(pair => pair.First.Validation.SequenceEqual(pair.Second.Validation)));

    [Fact]
    public void In_time_every_fold_judges_rows_later_than_those_it_learned_from()
    {
        double[] times = [5, double.NaN, 1, 9, 7, 3, 2, 8, 6, 4, 11, 10];

        var folds = Folds.Chained(times, 3);

        Assert.Equal(3, folds.Count);
        Assert.All(folds, fold => Assert.True(fold.Train.Max(row => double.IsNaN(times[row]) ? 0 : times[row]) < fold.Validation.Min(row => times[row])));
        Assert.Equal([3, 10, 11], folds[^1].Validation);
    }

    [Theory]
    [InlineData(1_000, 400, 100, 400, 100)]
    [InlineData(300, 400, 100, 200, 100)]
    public void A_hold_out_takes_no_more_rows_than_it_may(int rows, int most, int validation, int expectedTrain, int expectedValidation)
    {
        var fold = Folds.HoldOut([.. Enumerable.Range(0, rows).Select(row => row % 2)], null, most, validation, seed: 1);

        Assert.Equal((expectedTrain, expectedValidation), (fold.Train.Length, fold.Validation.Length));
        Assert.Empty(fold.Train.Intersect(fold.Validation));
        Assert.Equal(fold.Train.Order(), fold.Train);
    }
}
