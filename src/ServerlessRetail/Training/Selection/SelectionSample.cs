using ServerlessRetail.Datasets;

namespace ServerlessRetail.Training.Selection;

/// <summary>The training rows that candidates are compared on, and the folds. All rows, unless the file is very large.</summary>
/// <param name="Rows">Rows of the dataset.</param>
/// <param name="Labels">One a row.</param>
/// <param name="Folds">Positions among <paramref name="Rows"/>.</param>
internal sealed record SelectionSample(IReadOnlyList<int> Rows, float[] Labels, IReadOnlyList<Fold> Folds)
{
    public static SelectionSample Of(SelectionPlan plan, LabeledRows rows, ModelTask task, int seed)
    {
        var (train, labels) = (rows.Split.Train, rows.TrainLabels);
        if (rows.TrainTimes is { } times)
            return Reduce(train, labels, Chained(plan, times));
        var strata = Strata.Of(task, labels);
        if (plan.FoldCount == 1)
            return Reduce(train, labels, [Selection.Folds.HoldOut(strata, rows.TrainGroups, plan.MaxRows, ValidationRows(plan), seed)]);
        return new SelectionSample(train, labels, [.. Enumerable.Range(0, plan.Repeats)
            .SelectMany(repeat => Selection.Folds.Stratified(strata, rows.TrainGroups, plan.FoldCount, seed + (repeat * 1_000)))]);
    }

    /// <summary>Most rows that one hold-out judges by: half of those that it learns from.</summary>
    public static int ValidationRows(SelectionPlan plan) => Math.Min(SelectionPlan.MaxValidationRows, (plan.MaxRows + 1) / 2);

    /// <summary>Forward chaining; of a large file only the last block is judged, by what came just before it.</summary>
    private static IReadOnlyList<Fold> Chained(SelectionPlan plan, double[] times)
    {
        if (plan.FoldCount > 1)
            return Selection.Folds.Chained(times, plan.FoldCount);
        var last = Selection.Folds.Chained(times, 4)[^1];
        return [new Fold(Latest(last.Train, plan.MaxRows), Latest(last.Validation, ValidationRows(plan)))];

        int[] Latest(int[] of, int most) => of.Length <= most ? of : [.. of.OrderByDescending(row => times[row]).ThenBy(row => row).Take(most).Order()];
    }

    private static SelectionSample Reduce(IReadOnlyList<int> train, float[] labels, IReadOnlyList<Fold> folds)
    {
        int[] kept = [.. folds.SelectMany(fold => fold.Train.Concat(fold.Validation)).Distinct().Order()];
        var position = new Dictionary<int, int>(kept.Length);
        foreach (var row in kept)
            position.Add(row, position.Count);
        return new SelectionSample(
            Array.ConvertAll(kept, row => train[row]),
            Array.ConvertAll(kept, row => labels[row]),
            [.. folds.Select(fold => new Fold(Array.ConvertAll(fold.Train, row => position[row]), Array.ConvertAll(fold.Validation, row => position[row])))]);
    }
}
