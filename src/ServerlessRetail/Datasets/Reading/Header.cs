namespace ServerlessRetail.Datasets;

/// <summary>The columns of a file: their unique names, and what had to be done to get them.</summary>
internal sealed class Header
{
    private readonly List<string> _names = [];
    private readonly List<bool> _isUnnamed = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private Header(List<DatasetNote> notes, bool isFirstRow)
    {
        Notes = notes;
        IsFirstRow = isFirstRow;
    }

    /// <summary>Fields of a row.</summary>
    public int Count => _names.Count;

    /// <summary>Whether the file's first row held the names and is no data.</summary>
    public bool IsFirstRow { get; }

    /// <summary>Whether the file comes out of our own quarantine.</summary>
    public bool IsQuarantine => _seen.Contains(QuarantineWriter.LineColumn) && _seen.Contains(QuarantineWriter.ReasonColumn);

    /// <summary>Whether every row begins with a line number and a reason that are not part of the original row.</summary>
    public bool HasQuarantinePrefix => Count > 2 && _names[0] == QuarantineWriter.LineColumn && _names[1] == QuarantineWriter.ReasonColumn;

    /// <summary>Whether every row holds a JSON object that was quarantined.</summary>
    public bool IsJsonQuarantine => Count == 3 && HasQuarantinePrefix && _names[2] == QuarantineWriter.JsonColumn;

    public List<DatasetNote> Notes { get; }

    /// <summary>The names to write over quarantined rows; columns without a name stay without.</summary>
    public IEnumerable<string> NamesForQuarantine =>
        _names.Select((name, i) => IsFirstRow && _isUnnamed[i] ? "" : name).Skip(HasQuarantinePrefix ? 2 : 0);

    public string GetName(int position) => _names[position];

    /// <summary>Whether the file gave the column no name.</summary>
    public bool IsUnnamed(int position) => _isUnnamed[position];

    public static bool IsQuarantineColumn(string name) => name is QuarantineWriter.LineColumn or QuarantineWriter.ReasonColumn;

    /// <summary>No columns yet: they are found row by row.</summary>
    public static Header Empty() => new([], isFirstRow: true);

    /// <summary>The columns of a format that names them.</summary>
    public static Header Of(IEnumerable<string> names) => Make([.. names], [], isFirstRow: true);

    /// <summary>Adds a column that only came up now.</summary>
    public void Add(string name) => Add(name.Trim(), taken: []);

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
        var header = new Header(notes, isFirstRow);
        var taken = new HashSet<string>(given.OfType<string>().Select(name => name.Trim()), StringComparer.Ordinal);
        foreach (var name in given)
            header.Add(name?.Trim() ?? "", taken);
        return header;
    }

    private void Add(string name, HashSet<string> taken)
    {
        var isUnnamed = name.Length == 0;
        var number = Count + 1;
        var wanted = isUnnamed ? $"column{number}" : name;
        var unique = !(isUnnamed && taken.Contains(wanted)) && _seen.Add(wanted) ? wanted : MakeUnique(wanted, taken);
        _names.Add(unique);
        _isUnnamed.Add(isUnnamed);
        if (isUnnamed && IsFirstRow)
            Notes.Add(new DatasetNote(DatasetNote.UnnamedColumn, unique, $"Column {number} has no name and is called '{unique}'."));
        else if (unique != wanted)
            Notes.Add(new DatasetNote(DatasetNote.DuplicateName, unique, $"Column {number} has the name of an earlier column and is called '{unique}'."));
    }

    private string MakeUnique(string name, HashSet<string> taken)
    {
        for (var number = 2; ; number++)
        {
            var candidate = $"{name}_{number}";
            if (!taken.Contains(candidate) && _seen.Add(candidate))
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
