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

    /// <summary>Fewer labelled rows than this teach nothing.</summary>
    public const int MinRows = 50;

    /// <summary>Fewer rows of a class than this teach nothing about it.</summary>
    public const int MinRowsPerClass = 10;

    /// <summary>Quantiles of a numeric label that are spread evenly over training and test.</summary>
    private const int RegressionStrata = 10;

    /// <param name="dataset">The file.</param>
    /// <param name="label">What is learned.</param>
    /// <param name="seed">Seed of the split.</param>
    /// <param name="duplicates">Rows that must not be told apart; null: every row stands for itself.</param>
    /// <exception cref="RejectedException">Too few rows, or too few of one class.</exception>
    public static LabeledRows Create(Dataset dataset, LabelSchema label, int seed, DuplicateRows? duplicates = null)
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

        var strata = label.Task == ModelTask.Regression ? Quantiles(rows, labels) : Classes(rows, labels);
        var groups = duplicates is null ? null : rows.ConvertAll(row => duplicates.Groups[row]);
        var split = Split.Stratified(rows, strata, seed, groups);
        return new LabeledRows(
            split, [.. split.Train.Select(row => labels[row])], [.. split.Test.Select(row => labels[row])], unlabeled)
        { Copies = copies };
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
            throw new RejectedException(
                RejectionReasons.TooFewPerClass,
                Invariant($"Only {counts[rarest]} rows have the label {label.Name} = {label.Classes[rarest]}; at least {MinRowsPerClass} of each class are needed. Upload more of them")
                + (counts.Length > 2 ? ", or merge the class with another." : "."));
        }
    }

    private static int[] Classes(List<int> rows, float[] labels) => [.. rows.Select(row => (int)labels[row])];

    private static int[] Quantiles(List<int> rows, float[] labels)
    {
        var order = Enumerable.Range(0, rows.Count).OrderBy(i => labels[rows[i]]).ThenBy(i => i).ToArray();
        var strata = new int[rows.Count];
        for (var rank = 0; rank < order.Length; rank++)
            strata[order[rank]] = (int)((long)rank * RegressionStrata / order.Length);
        return strata;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
