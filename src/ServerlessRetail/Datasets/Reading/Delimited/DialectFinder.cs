namespace ServerlessRetail.Datasets;

/// <summary>Finds delimiter and line end by cutting the beginning of a file with each candidate.</summary>
internal static class DialectFinder
{
    private const int SampleBytes = 64 * 1024;
    private const int SampleRows = 200;

    // A header of which most rows have more fields is a mistake, not a title: the rest must be one clear table.
    private const int LeastRowsUnderTitle = 3;
    private const double CommonUnderTitle = 0.8;

    // Where several fit equally well. The comma comes last of the four: it is also a decimal mark.
    private static ReadOnlySpan<byte> Candidates => "\t;|,"u8;

    /// <param name="buffer">The text and <see cref="Tokenizer.Slack"/> more bytes.</param>
    /// <param name="end">Where the text ends.</param>
    /// <param name="final">Whether this is the whole file.</param>
    /// <param name="options">Limits, and the number of columns if names are given.</param>
    public static Shape Find(byte[] buffer, int end, bool final, ReadOptions options)
    {
        var newLine = FindNewLine(buffer.AsSpan(0, end));
        if (TryReadStatement(buffer.AsSpan(0, end), newLine, out var stated))
        {
            var fit = Try(new Dialect(stated, newLine), buffer, end, final, options, skip: 1);
            return new Shape(new Dialect(stated, newLine), Math.Max(1, fit.Fields), fit.LastIsBlank, 1 + fit.TitleRows);
        }

        var best = default(Fit);
        foreach (var delimiter in Candidates)
        {
            var fit = Try(new Dialect(delimiter, newLine), buffer, end, final, options);
            if (fit.IsBetterThan(best))
                best = fit;
        }

        // Words in a text are separated by spaces as well: only if nothing else separates anything.
        if (best.Share < 0.5)
        {
            var runs = Try(new Dialect((byte)' ', newLine), buffer, end, final, options);
            if (runs.Share > 0.95)
                best = runs;
        }

        return best.Fields > 1
            ? new Shape(best.Dialect, best.Fields, best.LastIsBlank, best.TitleRows)
            : new Shape(new Dialect(MostFrequent(buffer.AsSpan(0, Math.Min(end, SampleBytes)), newLine), newLine), 1, false);
    }

    /// <summary>Another delimiter that cuts a row of the wrong length into as many fields as the header has; null: none does.</summary>
    public static byte? FindOther(byte delimiter, ReadOnlySpan<byte> raw, int fields)
    {
        foreach (var candidate in Candidates)
        {
            if (candidate != delimiter && fields > 1 && raw.Count(candidate) == fields - 1)
                return candidate;
        }

        return null;
    }

    /// <summary>Excel's first line <c>sep=;</c>, which states the delimiter.</summary>
    private static bool TryReadStatement(ReadOnlySpan<byte> text, byte newLine, out byte delimiter)
    {
        var lineEnd = text.IndexOf(newLine);
        var line = (lineEnd < 0 ? text : text[..lineEnd]).TrimEnd((byte)'\r').Trim((byte)'"');
        var states = line.Length == 5 && line.StartsWith("sep="u8) && (Candidates.Contains(line[4]) || line[4] == ' ');
        delimiter = states ? line[4] : default;
        return states;
    }

    /// <summary>A carriage return ends rows only where line feeds do not. Those inside of quotes end no row.</summary>
    private static byte FindNewLine(ReadOnlySpan<byte> text)
    {
        var sample = text[..Math.Min(text.Length, SampleBytes)];
        var lead = 0;
        var isQuoted = false;
        for (var i = 0; i < sample.Length; i++)
        {
            isQuoted ^= sample[i] == '"';
            if (isQuoted)
                continue;
            lead += sample[i] == '\n' ? 1 : sample[i] == '\r' && (i + 1 == sample.Length || sample[i + 1] != '\n') ? -1 : 0;
        }

        return lead < 0 ? (byte)'\r' : (byte)'\n';
    }

    private static Fit Try(Dialect dialect, byte[] buffer, int end, bool final, ReadOptions options, int skip = 0)
    {
        var rows = CountFields(dialect, buffer, end, final, options);
        rows.RemoveRange(0, Math.Min(skip, rows.Count));
        if (rows.Count == 0)
            return default;

        var common = rows.CountBy(row => row.Count).MaxBy(pair => pair.Value);
        var titles = TitleRows.Count(rows.Select(row => row.Filled), common.Key);
        titles = common.Value >= LeastRowsUnderTitle && common.Value >= CommonUnderTitle * (rows.Count - titles) ? titles : 0;
        rows.RemoveRange(0, titles);
        var first = rows[0].Count;
        var fits = common.Key > 1 && (first == common.Key || first == common.Key - 1 || common.Key == options.ColumnNames?.Count);
        if (!fits)
            return default;
        var lastIsBlank = rows.Skip(1).Where(row => row.Count == common.Key).All(row => row.LastIsBlank);
        return new Fit(dialect, common.Key, Math.Min(1, (double)common.Value / rows.Count), lastIsBlank, titles);
    }

    private static List<(int Count, int Filled, bool LastIsBlank)> CountFields(Dialect dialect, byte[] buffer, int end, bool final, ReadOptions options)
    {
        var tokenizer = new Tokenizer(dialect, options.MaxCellBytes, options.MaxCellLines);
        var row = new RowBatch();
        List<(int Count, int Filled, bool LastIsBlank)> rows = [];
        for (var start = 0; start < Math.Min(end, SampleBytes) && rows.Count < SampleRows; start = tokenizer.Next)
        {
            row.Clear(buffer, 0);
            var rowEnd = tokenizer.ReadRow(row, buffer, start, end, final);
            if (rowEnd == RowEnd.Incomplete)
                break;
            if (rowEnd != RowEnd.Complete)
                rows.Add(default);
            else if (!row.IsCurrentBlank())
                rows.Add((row.Current.Length, row.CountFilled(), row.IsBlank(^1)));
        }

        return rows;
    }

    private static byte MostFrequent(ReadOnlySpan<byte> text, byte newLine)
    {
        var rows = text.Trim("\r\n \t"u8);
        var firstEnd = rows.IndexOf(newLine);
        var first = firstEnd < 0 ? rows : rows[..firstEnd];
        var best = (byte)',';
        foreach (var delimiter in Candidates)
            best = first.Count(delimiter) > first.Count(best) ? delimiter : best;
        return best;
    }

    /// <param name="Dialect">The candidate.</param>
    /// <param name="Fields">The number of fields that most rows have.</param>
    /// <param name="Share">The share of rows that have it.</param>
    /// <param name="LastIsBlank">Whether the last field of these is always empty.</param>
    /// <param name="TitleRows">Rows above the header.</param>
    private readonly record struct Fit(Dialect Dialect, int Fields, double Share, bool LastIsBlank, int TitleRows)
    {
        private const double Clearly = 0.02;

        public bool IsBetterThan(Fit other) => Share > other.Share + Clearly;
    }
}

/// <param name="Dialect">How the file separates fields and rows.</param>
/// <param name="FieldCount">The number of fields that most rows have.</param>
/// <param name="LastIsBlank">Whether the last field of these is always empty, as when every row ends with a delimiter.</param>
/// <param name="TitleRows">Rows with content above the header.</param>
internal readonly record struct Shape(Dialect Dialect, int FieldCount, bool LastIsBlank, int TitleRows = 0);
