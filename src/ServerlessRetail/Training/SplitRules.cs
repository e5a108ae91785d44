using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Duplicates;

namespace ServerlessRetail.Training;

/// <summary>What a split of the rows has to heed.</summary>
/// <param name="Groups">One a row of the dataset: rows that share a number stay on one side; null: every row by itself.</param>
/// <param name="Times">One a row of the dataset, in days: the latest are held out; NaN is missing. Null: split at random.</param>
public sealed record SplitRules(int[]? Groups, double[]? Times)
{
    /// <summary>Rows of the dataset to hold out, for comparisons on a given split; null: chosen.</summary>
    public IReadOnlySet<int>? TestRows { get; init; }

    /// <exception cref="RejectedException">The settings name a column that is not there, or a time that is neither date nor number.</exception>
    public static SplitRules Of(Dataset dataset, DatasetSchema schema, ModelSettings settings, DuplicateRows duplicates)
    {
        var groups = settings.Group is { } group ? Merge(duplicates.Groups, RowGroups.Find(dataset.RowCount, [Find(dataset, "group", group)], missingIsAlike: false)) : duplicates.Groups;
        return new SplitRules(groups, settings.Time is { } time ? TimesOf(dataset, schema, Find(dataset, "time", time)) : null);
    }

    private static Column Find(Dataset dataset, string key, string name) =>
        dataset.FindColumn(name) ?? throw SchemaInference.MissingColumn(dataset, key, name);

    private static double[] TimesOf(Dataset dataset, DatasetSchema schema, Column column)
    {
        var format = schema.Columns.FirstOrDefault(other => other.Name == column.Name)?.Format;
        var read = TimeReader(column, format is null ? null : DateFormat.FromId(format));
        var times = new double[dataset.RowCount];
        var present = 0;
        for (var row = 0; row < times.Length; row++)
        {
            times[row] = read(row);
            present += double.IsNaN(times[row]) ? 0 : 1;
        }
        return present > times.Length / 2 ? times : throw new RejectedException(
            RejectionReasons.InvalidSettings,
            $"{DatasetName.SettingsFile} names {column.Name} as \"time\", but most of its cells are neither dates nor numbers.");
    }

    private static Func<int, double> TimeReader(Column column, DateFormat? format)
    {
        if (format is null || column is not CodedColumn coded)
            return format == DateFormat.Excel ? row => DateFormat.FromSerial(column.GetNumber(row)) : row => column.GetNumber(row);
        var known = new Dictionary<int, double>();
        return row =>
        {
            var code = coded.GetCode(row);
            if (code < 0)
                return double.NaN;
            if (!known.TryGetValue(code, out var time))
                known[code] = time = format.Parse(coded.GetValue(code));
            return time;
        };
    }

    /// <summary>Rows are together where either grouping says so, directly or through others.</summary>
    private static int[] Merge(int[] one, int[] other)
    {
        var root = Enumerable.Range(0, one.Length).ToArray();
        for (var row = 0; row < root.Length; row++)
        {
            Join(row, one[row]);
            Join(row, other[row]);
        }
        return [.. root.Select((_, row) => RootOf(row))];

        int RootOf(int row)
        {
            while (root[row] != row)
                row = root[row] = root[root[row]];
            return row;
        }

        void Join(int left, int right)
        {
            var (a, b) = (RootOf(left), RootOf(right));
            root[Math.Max(a, b)] = Math.Min(a, b);
        }
    }
}
