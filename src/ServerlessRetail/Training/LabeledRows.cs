using System.Globalization;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Duplicates;

namespace ServerlessRetail.Training;

/// <summary>The rows of a dataset that have a label, split for training, with the label as a number.</summary>
/// <param name="Split">Rows of the dataset.</param>
/// <param name="TrainLabels">One a training row: 1 for the positive class and 0 for the other, the index of one of several classes, or the number to predict.</param>
/// <param name="TestLabels">The same for the test rows.</param>
/// <param name="Unlabeled">Rows of the dataset whose label is missing or unreadable.</param>
public sealed record LabeledRows(Split Split, float[] TrainLabels, float[] TestLabels, IReadOnlyList<int> Unlabeled)
{
    /// <summary>Labelled rows that are exactly like an earlier one of the same customer, and are left out.</summary>
    public IReadOnlyList<int> Copies { get; init; } = [];

    /// <summary>One a training row: rows that belong together share a number; null: every row by itself.</summary>
    public int[]? TrainGroups { get; init; }

    /// <summary>One a training row, in days; null unless the rows are split by time.</summary>
    public double[]? TrainTimes { get; init; }

    /// <summary>Fewer labelled rows than this teach nothing.</summary>
    public const int MinRows = 50;

    /// <summary>Fewer rows of a class than this teach nothing about it.</summary>
    public const int MinRowsPerClass = 10;

    /// <param name="dataset">The file.</param>
    /// <param name="label">What is learned.</param>
    /// <param name="seed">Seed of the split.</param>
    /// <param name="duplicates">Rows that must not be told apart; null: every row stands for itself.</param>
    /// <param name="rules">What the split has to heed; null: the duplicates alone.</param>
    /// <exception cref="RejectedException">Too few rows, or too few of one class.</exception>
    public static LabeledRows Create(Dataset dataset, LabelSchema label, int seed, DuplicateRows? duplicates = null, SplitRules? rules = null)
    {
        var column = dataset.FindColumn(label.Name)!;
        var read = LabelReader(column, label);
        var labels = new float[dataset.RowCount];
        var rows = new List<int>(dataset.RowCount);
        var unlabeled = new List<int>();
        var copies = new List<int>();
        for (var row = 0; row < labels.Length; row++)
        {
            labels[row] = read(row);
            var isLeftOut = duplicates is { DropsCopies: true } && duplicates.IsCopy(row);
            (!float.IsFinite(labels[row]) ? unlabeled : isLeftOut ? copies : rows).Add(row);
        }
        RequireEnough(rows, labels, label);

        rules ??= new SplitRules(duplicates?.Groups, Times: null);
        var split = SplitBy(rules, rows, labels, label.Task, seed);
        if (rules.Times is not null)
            RequireBothSides(split, labels, label);
        return new LabeledRows(
            split, [.. split.Train.Select(row => labels[row])], [.. split.Test.Select(row => labels[row])], unlabeled)
        {
            Copies = copies,
            TrainGroups = rules.Groups is { } ofRow ? [.. split.Train.Select(row => ofRow[row])] : null,
            TrainTimes = rules.Times is { } ofTime ? [.. split.Train.Select(row => ofTime[row])] : null,
        };
    }

    private static Split SplitBy(SplitRules rules, List<int> rows, float[] labels, ModelTask task, int seed)
    {
        if (rules.TestRows is { } held)
            return new Split(rows.FindAll(row => !held.Contains(row)), rows.FindAll(held.Contains));
        if (rules.Times is { } times)
            return Split.ByTime(rows, times);
        var groups = rules.Groups is { } ofRow ? rows.ConvertAll(row => ofRow[row]) : null;
        return Split.Stratified(rows, Strata.Of(task, rows.ConvertAll(row => labels[row])), seed, groups);
    }

    private static Func<int, float> LabelReader(Column column, LabelSchema label)
    {
        if (label.Task == ModelTask.Regression)
            return column.GetNumber;
        var coded = (CodedColumn)column;
        var classes = new float[coded.DistinctCount];
        for (var code = 0; code < classes.Length; code++)
            classes[code] = label.ClassOf(coded.GetValue(code)) is >= 0 and var index ? index : float.NaN;
        return row => coded.GetCode(row) is >= 0 and var code ? classes[code] : float.NaN;
    }

    private static void RequireEnough(List<int> rows, float[] labels, LabelSchema label)
    {
        if (rows.Count < MinRows)
        {
            throw new RejectedException(
                RejectionReasons.TooFewRows,
                Invariant($"The file has {rows.Count} usable rows with a label; at least {MinRows} are needed. Upload more rows."));
        }
        var counts = new int[label.Classes.Count];
        if (counts.Length == 0)
            return;
        foreach (var row in rows)
            counts[(int)labels[row]]++;
        var rarest = Array.IndexOf(counts, counts.Min());
        if (counts[rarest] < MinRowsPerClass)
        {
            var name = LabelInference.Tell(label.Classes[rarest], counts[rarest]);
            throw new RejectedException(
                RejectionReasons.TooFewPerClass,
                Invariant($"Only {counts[rarest]} rows have the label {label.Name} = {name}; at least {MinRowsPerClass} of each class are needed. Upload more of them")
                + (counts.Length > 2 ? ", or merge the class with another." : "."));
        }
    }

    /// <summary>A split by time is not stratified: a class may be missing on a side.</summary>
    private static void RequireBothSides(Split split, float[] labels, LabelSchema label)
    {
        for (var index = 0; index < label.Classes.Count; index++)
        {
            var at = index;
            if (split.Train.Count(row => labels[row] == at) >= MinRowsPerClass / 2 && split.Test.Any(row => labels[row] == at))
                continue;
            throw new RejectedException(
                RejectionReasons.TooFewPerClass,
                $"Split by time, {label.Name} = {LabelInference.Tell(label.Classes[index], MinRowsPerClass)} is missing among the earlier or the latest rows. Upload a longer time, or leave out \"time\" in {DatasetName.SettingsFile}.");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
