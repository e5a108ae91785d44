using CsCheck;
using ServerlessRetail.Training.Selection;

namespace ServerlessRetail.Tests.Training.Selection;

public sealed class FoldsTests
{
    private static readonly Gen<(int Stratum, int Group)[]> Rows = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 40]).Array[20, 200];

    [Fact]
    public void Each_row_is_judged_by_one_fold_and_groups_stay_together() => Gen.Select(Rows, Gen.Int[2, 5], Gen.Int).Sample((rows, count, seed) =>
    {
        var folds = Folds.Stratified([.. rows.Select(row => row.Stratum)], [.. rows.Select(row => row.Group)], count, seed);

        return folds.Count == count
            && folds.SelectMany(fold => fold.Validation).Order().SequenceEqual(Enumerable.Range(0, rows.Length))
            && folds.All(fold => IsSplit(fold, rows) && fold.Train.Length + fold.Validation.Length == rows.Length);
    });

    [Fact]
    public void A_hold_out_learns_from_no_more_rows_than_it_is_told() => Gen.Select(Rows, Gen.Int[1, 100], Gen.Int[1, 100], Gen.Int).Sample((rows, train, validation, seed) =>
    {
        var fold = Folds.HoldOut([.. rows.Select(row => row.Stratum)], [.. rows.Select(row => row.Group)], train, validation, seed);

        return fold.Train.Length <= train && fold.Train.Length > 0 && IsSplit(fold, rows);
    });

    [Fact]
    public void Without_groups_each_fold_judges_its_share_of_every_stratum() => Gen.Select(Rows, Gen.Int[2, 5], Gen.Int).Sample((rows, count, seed) =>
    {
        var folds = Folds.Stratified([.. rows.Select(row => row.Stratum)], groups: null, count, seed);

        return rows.GroupBy(row => row.Stratum).All(group => folds.All(fold =>
            Math.Abs(fold.Validation.Count(row => rows[row].Stratum == group.Key) - ((double)group.Count() / count)) < 1));
    });

    private static bool IsSplit(Fold fold, (int Stratum, int Group)[] rows) =>
        fold.Train.SequenceEqual(fold.Train.Order()) && fold.Validation.SequenceEqual(fold.Validation.Order())
        && !fold.Train.Select(row => rows[row].Group).Intersect(fold.Validation.Select(row => rows[row].Group)).Any();
}
