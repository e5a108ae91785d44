using System.Globalization;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Decides what the cells of a column are, from its distinct values and its name. The first rule that fits counts:
/// constant, row names, boolean, date, then for numbers identifier, spreadsheet date, code or number, and for texts
/// free text, identifier or category.
/// </summary>
/// <param name="isEuropean">What dates with slashes mean where nothing else decides, see <see cref="DateFormatChoice"/>.</param>
internal sealed class TypeInference(bool isEuropean)
{
    /// <summary>Share of present cells that must be numbers for a column to be numeric.</summary>
    private const double NumericShare = 0.95;

    /// <summary>Share of present cells that must be distinct for a column of texts to be an identifier.</summary>
    private const double IdentifierShare = 0.95;

    /// <summary>The same where the column's name says "id" as well.</summary>
    private const double NamedIdentifierShare = 0.5;

    /// <summary>From this many distinct values a customer's or an order's id is one even if its values come back.</summary>
    private const int RepeatedIdentifierValues = 60;

    /// <summary>Fewer cells than this that differ from all others teach nothing, where there are very many others.</summary>
    private const int MinOtherCells = 5;

    private const int MinRowsOfNearConstant = 1_000;

    /// <summary>Most distinct whole numbers that are codes by their name.</summary>
    private const int MaxCodes = 60;

    /// <summary>From this many distinct texts, of <see cref="TextWords"/> words on average, a column is free text.</summary>
    private const int MinTexts = 50;

    private const double TextWords = 3;

    /// <summary>Shorter numbers with zeros before them, 007, are as well padded amounts.</summary>
    private const int FirstCode = 1_000;

    private const int FirstSerial = 20_000;
    private const int LastSerial = 60_000;

    /// <summary>A file is European by semicolons between its fields or by decimal commas in its numbers.</summary>
    public static TypeInference For(Dataset dataset) => new(
        dataset.Source.Delimiter == ';' || dataset.Columns.Any(column => column.NumberFormat.Id.StartsWith("comma", StringComparison.Ordinal)));

    public ColumnTyping Infer(Column column)
    {
        var name = new NameWords(column.Name);
        return InferConstant(column)
            ?? (WholeNumbers.CountRows(column) ? new ColumnTyping(ColumnType.Identifier, "counts the rows") : null)
            ?? InferBoolean(column)
            ?? InferDate(column, name)
            ?? (column.NumberCount >= NumericShare * column.PresentCount ? InferNumbers(column, name) : InferTexts((CodedColumn)column, name));
    }

    /// <summary>The typing of a column whose type the settings name.</summary>
    /// <exception cref="RejectedException">The cells cannot be read as that type.</exception>
    public ColumnTyping Confirm(Column column, ColumnType type)
    {
        var evidence = $"named in {DatasetName.SettingsFile}";
        return type switch
        {
            ColumnType.Date => ConfirmDate(column, evidence),
            ColumnType.Boolean when InferBoolean(column) is null => throw CannotBe(column, "boolean", "its values are not the two words of a pair such as yes/no, true/false or 1/0"),
            _ => new ColumnTyping(type, evidence),
        };
    }

    private static ColumnTyping? InferConstant(Column column)
    {
        if (column.PresentCount == 0)
            return new ColumnTyping(ColumnType.Constant, "every cell is missing");
        if (column is not CodedColumn coded)
            return null;
        if (coded.DistinctCount == 1 && column.MissingCount == 0)
            return new ColumnTyping(ColumnType.Constant, "every cell is the same");
        if (column.RowCount < MinRowsOfNearConstant)
            return null;

        // With as many distinct texts none can be in nearly every row: there is no need to count each.
        if (column.RowCount - Math.Max(column.PresentCount - coded.DistinctCount + 1, column.MissingCount) >= MinOtherCells)
            return null;

        var others = column.RowCount - Math.Max(coded.CountCodes().Max(), column.MissingCount);
        return others < MinOtherCells
            ? new ColumnTyping(ColumnType.Constant, Invariant($"all but {others} of {column.RowCount} cells are the same"))
            : null;
    }

    private static ColumnTyping? InferBoolean(Column column)
    {
        if (column is not CodedColumn { DistinctCount: 2 } coded || !BooleanWords.ArePair(coded.GetValue(0), coded.GetValue(1)))
            return null;
        var (yes, no) = BooleanWords.Parse(coded.GetValue(0)) == true ? (0, 1) : (1, 0);
        return new ColumnTyping(ColumnType.Boolean, $"every present cell is {coded.GetValue(yes)} or {coded.GetValue(no)}");
    }

    private ColumnTyping? InferDate(Column column, NameWords name) =>
        column is CodedColumn coded && !name.IsId && DateFormatChoice.Choose(coded, isEuropean) is { } found
            ? new ColumnTyping(ColumnType.Date, found.Evidence, found.Format.Id)
            : null;

    private static ColumnTyping InferNumbers(Column column, NameWords name)
    {
        if (WholeNumbers.Are(column, out var minimum, out var maximum))
        {
            var distinct = WholeNumbers.CountDistinct(column);
            if (IsNamedIdentifier(column, name, distinct))
                return Identifier(column, distinct, "its name says so");
            if (FindCodes(column, name, distinct, maximum) is { } codes)
                return Identifier(column, distinct, codes);
            if (name.IsDate && minimum >= FirstSerial && maximum <= LastSerial)
                return new ColumnTyping(ColumnType.Date, "its name says a date and all cells are day numbers of a spreadsheet", DateFormat.Excel.Id);
            if (column is CodedColumn && IsCode(name, distinct, minimum, maximum))
                return new ColumnTyping(ColumnType.Categorical, Invariant($"{distinct} distinct whole numbers from {minimum} to {maximum} that name something, by the column's name"));
        }

        return new ColumnTyping(ColumnType.Numeric, Invariant($"{column.NumberCount} of {column.PresentCount} cells are numbers"));
    }

    private static ColumnTyping InferTexts(CodedColumn column, NameWords name)
    {
        var distinct = column.DistinctCount;
        if (IsNamedIdentifier(column, name, distinct))
            return Identifier(column, distinct, "its name says so");
        if (distinct >= MinTexts && AverageWords(column) is var words and >= TextWords)
            return new ColumnTyping(ColumnType.Text, Invariant($"{distinct} distinct texts of {words:0.0} words on average"));
        if (column.PresentCount >= 20 && distinct >= IdentifierShare * column.PresentCount)
            return new ColumnTyping(ColumnType.Identifier, Invariant($"{distinct} distinct values in {column.PresentCount} cells"));
        return new ColumnTyping(ColumnType.Categorical, Invariant($"{distinct} distinct texts"));
    }

    private static bool IsNamedIdentifier(Column column, NameWords name, int distinct) =>
        column.PresentCount >= 20
        && ((name.IsId && distinct >= NamedIdentifierShare * column.PresentCount) || (name.IsEntityId && distinct >= RepeatedIdentifierValues));

    /// <summary>Codes that differ from row to row; amounts and moments by their name do as well, and are none.</summary>
    private static string? FindCodes(Column column, NameWords name, int distinct, float maximum) =>
        column is CodedColumn coded && maximum >= FirstCode && !name.IsAmount && !name.IsDate && !name.IsTime
        && column.PresentCount >= 20 && distinct >= IdentifierShare * column.PresentCount
            ? DigitTexts.FindCodes(coded)
            : null;

    private static ColumnTyping Identifier(Column column, int distinct, string why) =>
        new(ColumnType.Identifier, Invariant($"{distinct} distinct values in {column.PresentCount} cells, and {why}"));

    private static bool IsCode(NameWords name, int distinct, float minimum, float maximum) =>
        minimum >= 0 && (name.IsPostal || name.IsThingId || (name.IsCode && distinct <= MaxCodes) || (maximum <= name.CalendarLimit && distinct > 2));

    private static double AverageWords(CodedColumn column)
    {
        long words = 0;
        for (var code = 0; code < column.DistinctCount; code++)
        {
            var inWord = false;
            foreach (var character in column.GetValue(code))
            {
                words += !inWord && char.IsLetter(character) ? 1 : 0;
                inWord = !char.IsWhiteSpace(character) && (inWord || char.IsLetter(character));
            }
        }

        return (double)words / column.DistinctCount;
    }

    private ColumnTyping ConfirmDate(Column column, string evidence)
    {
        if (column is CodedColumn coded && DateFormatChoice.Choose(coded, isEuropean, share: 0.5) is { } found)
            return new ColumnTyping(ColumnType.Date, $"{evidence}; {found.Evidence}", found.Format.Id);
        for (var row = 0; row < column.RowCount; row++)
        {
            if (!double.IsNaN(DateFormat.FromSerial(column.GetNumber(row))))
                return new ColumnTyping(ColumnType.Date, $"{evidence}; day numbers of a spreadsheet", DateFormat.Excel.Id);
        }

        throw CannotBe(column, "date", "no date format fits half of its values");
    }

    private static RejectedException CannotBe(Column column, string type, string why) => new(
        RejectionReasons.InvalidSettings,
        $"{DatasetName.SettingsFile} names the type \"{type}\" for the column {column.Name}, but {why}. Remove it from \"types\" or mend the column.");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
