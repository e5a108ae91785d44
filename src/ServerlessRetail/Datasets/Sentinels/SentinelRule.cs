using System.Globalization;

namespace ServerlessRetail.Datasets.Sentinels;

/// <summary>Numbers that stand for "missing" become missing cells before anything else is made of a file.</summary>
public static class SentinelRule
{
    /// <summary>In <c>allow</c>: with a colon and a column's name keeps the numbers of that column, alone those of all.</summary>
    public const string Name = DatasetNote.SentinelValue;

    private const double NumericShare = 0.95;

    /// <summary>
    /// The dataset with those cells missing that have a number for "missing": one that was found, unless <c>allow</c>
    /// keeps it, or one that model.json names under <c>missing</c>, however the file writes it.
    /// </summary>
    public static Dataset Apply(Dataset dataset, ModelSettings settings)
    {
        var named = settings.Missing.Select(Parse).Where(float.IsFinite).Distinct().ToArray();
        var columns = dataset.Columns.Where(column => IsOfNumbers(column, settings)).ToList();
        var given = columns.ToDictionary(column => column, column => WithoutGiven(column, named));
        var found = SentinelDetector.Detect([.. given.Values.Where(column => !IsKept(column, settings))]);
        return dataset with
        {
            Columns = [.. dataset.Columns.Select(column => !given.TryGetValue(column, out var rest) ? column
                : found.TryGetValue(rest, out var numbers) ? rest.WithMissing(numbers)
                : rest)],
        };
    }

    /// <summary>A note for each number that was found, with the columns that have it.</summary>
    public static IEnumerable<DatasetNote> Notes(Dataset dataset) => dataset.Columns
        .SelectMany(column => column.MissingNumbers.Where(number => number.Count > 0).Select(number => (column.Name, Number: number)))
        .GroupBy(item => item.Number.Value)
        .Select(group => Tell([.. group]));

    private static DatasetNote Tell((string Column, MissingNumber Number)[] items)
    {
        const int MostNamed = 20;
        var (column, number) = items[0];
        var names = string.Join(", ", items.Take(MostNamed).Select(item => item.Column)) + (items.Length > MostNamed ? ", …" : "");
        var place = items.Length == 1
            ? $"in the column {column}"
            : string.Create(CultureInfo.InvariantCulture, $"in {items.Length} columns ({names}), in {column} for example");
        var all = items.Length == 1 ? "" : $", or [\"{Name}\"] for all columns";
        return new DatasetNote(
            Name,
            items.Length == 1 ? column : null,
            $"{number.Text} counts as missing {place}: {number.Reason}. If it is a number like any other: \"allow\": [\"{Name}:{column}\"]{all} in {DatasetName.SettingsFile}.");
    }

    /// <summary>An identifier is not learned from, and what the settings call no number is none.</summary>
    private static bool IsOfNumbers(Column column, ModelSettings settings) =>
        column.NumberCount > 0 && column.NumberCount >= NumericShare * column.PresentCount
        && column.Name != settings.Id && !new NameWords(column.Name).IsId
        && (!settings.Types.TryGetValue(column.Name, out var type) || type == ColumnType.Numeric);

    private static bool IsKept(Column column, ModelSettings settings) =>
        settings.Allow.Contains(Name) || settings.Allow.Contains($"{Name}:{column.Name}");

    private static Column WithoutGiven(Column column, float[] named)
    {
        if (named.Length == 0)
            return column;
        var counts = new int[named.Length];
        for (var row = 0; row < column.RowCount; row++)
        {
            if (Array.IndexOf(named, column.GetNumber(row)) is >= 0 and var i)
                counts[i]++;
        }

        return column.WithMissing([.. named.Select((number, i) => new MissingNumber(number, counts[i], $"{DatasetName.SettingsFile} says so"))]);
    }

    private static float Parse(string word) => NumberFormat.Point.Parse(word) is var number && float.IsFinite(number) ? number : NumberFormat.Comma.Parse(word);
}
