namespace ServerlessRetail.Datasets;

/// <summary>The columns of a file: their unique names, and what had to be done to get them.</summary>
internal sealed class Header
{
    private readonly string[] _names;
    private readonly bool[] _isUnnamed;

    private Header(string[] names, bool[] isUnnamed, List<DatasetNote> notes, bool isFirstRow)
    {
        _names = names;
        _isUnnamed = isUnnamed;
        Notes = notes;
        IsFirstRow = isFirstRow;
        IsQuarantine = names.Contains(QuarantineWriter.LineColumn) && names.Contains(QuarantineWriter.ReasonColumn);
        HasQuarantinePrefix = names.Length > 2 && names[0] == QuarantineWriter.LineColumn && names[1] == QuarantineWriter.ReasonColumn;
    }

    /// <summary>Fields of a row.</summary>
    public int Count => _names.Length;

    /// <summary>Whether the file's first row held the names and is no data.</summary>
    public bool IsFirstRow { get; }

    /// <summary>Whether the file comes out of our own quarantine.</summary>
    public bool IsQuarantine { get; }

    /// <summary>Whether every row begins with a line number and a reason that are not part of the original row.</summary>
    public bool HasQuarantinePrefix { get; }

    public List<DatasetNote> Notes { get; }

    /// <summary>The names to write over quarantined rows; columns without a name stay without.</summary>
    public IEnumerable<string> NamesForQuarantine =>
        _names.Select((name, i) => IsFirstRow && _isUnnamed[i] ? "" : name).Skip(HasQuarantinePrefix ? 2 : 0);

    public string GetName(int position) => _names[position];

    /// <summary>Whether the file gave the column no name.</summary>
    public bool IsUnnamed(int position) => _isUnnamed[position];

    public static bool IsQuarantineColumn(string name) => name is QuarantineWriter.LineColumn or QuarantineWriter.ReasonColumn;

    /// <param name="firstRow">The first row's cells, trimmed.</param>
    /// <param name="shape">Fields of most rows; one more than names is a column for which the header has none.</param>
    /// <param name="options">May hold names for a file without a header.</param>
    /// <exception cref="RejectedException">The names given do not fit the file.</exception>
    public static Header From(IReadOnlyList<string> firstRow, Shape shape, ReadOptions options)
    {
        List<DatasetNote> notes = [];
        var isQuarantine = firstRow.Count > 1 && IsQuarantineColumn(firstRow[0]) && IsQuarantineColumn(firstRow[1]);
        if (options.ColumnNames is { } given && !isQuarantine)
        {
            var repeats = firstRow.SequenceEqual(given.Select(name => name.Trim()), StringComparer.OrdinalIgnoreCase);
            var count = repeats ? firstRow.Count : Math.Max(firstRow.Count, shape.FieldCount);
            if (given.Count != count)
            {
                throw new RejectedException(
                    RejectionReasons.InvalidSettings,
                    $"The settings name {given.Count} columns, but the rows of the file have {count} fields. Name every column, in file order.");
            }

            return Make([.. given], notes, isFirstRow: repeats);
        }

        if (!isQuarantine && LooksLikeData(firstRow))
        {
            notes.Add(new DatasetNote(
                DatasetNote.NoHeader, null, "The first row holds numbers and no names: it is read as data, and the columns are numbered. Names can be given in the settings."));
            return Make(new string[Math.Max(firstRow.Count, shape.FieldCount)], notes, isFirstRow: false);
        }

        // One name too few: rows end with a delimiter, or begin with row names, for which R writes no name.
        var names = firstRow.ToList();
        if (shape.FieldCount == names.Count + 1)
            names.Insert(shape.LastIsBlank ? names.Count : 0, "");
        return Make([.. names], notes, isFirstRow: true);
    }

    private static Header Make(string?[] given, List<DatasetNote> notes, bool isFirstRow)
    {
        var names = new string[given.Length];
        var isUnnamed = new bool[given.Length];
        var taken = new HashSet<string>(given.OfType<string>(), StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < given.Length; i++)
        {
            var name = given[i]?.Trim() ?? "";
            isUnnamed[i] = name.Length == 0;
            var wanted = isUnnamed[i] ? $"column{i + 1}" : name;
            names[i] = !(isUnnamed[i] && taken.Contains(wanted)) && seen.Add(wanted) ? wanted : MakeUnique(wanted, taken, seen);
            if (isUnnamed[i] && isFirstRow)
                notes.Add(new DatasetNote(DatasetNote.UnnamedColumn, names[i], $"Column {i + 1} has no name in the header and is called '{names[i]}'."));
            else if (names[i] != wanted)
                notes.Add(new DatasetNote(DatasetNote.DuplicateName, names[i], $"Column {i + 1} has the name of an earlier column and is called '{names[i]}'."));
        }

        return new Header(names, isUnnamed, notes, isFirstRow);
    }

    private static string MakeUnique(string name, HashSet<string> taken, HashSet<string> seen)
    {
        for (var number = 2; ; number++)
        {
            var candidate = $"{name}_{number}";
            if (!taken.Contains(candidate) && seen.Add(candidate))
                return candidate;
        }
    }

    /// <summary>Whether a first row is clearly no header: nothing but numbers, or mostly numbers with fractions among them.</summary>
    private static bool LooksLikeData(IReadOnlyList<string> cells)
    {
        var present = cells.Where(cell => !CellText.Default.IsMissing(cell)).ToList();
        var numbers = present.Where(cell => IsNumber(cell)).ToList();
        var fractions = numbers.Count(cell => cell.AsSpan().IndexOfAny('.', ',') > 0);
        return numbers.Count > 0 && (numbers.Count == present.Count || (fractions >= 2 && 2 * numbers.Count > present.Count));
    }

    private static bool IsNumber(string cell) =>
        !float.IsNaN(NumberFormat.Point.Parse(cell)) || !float.IsNaN(NumberFormat.Comma.Parse(cell));
}
