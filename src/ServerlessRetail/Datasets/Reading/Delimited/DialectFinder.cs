namespace ServerlessRetail.Datasets;

/// <summary>Finds delimiter and line end by cutting the beginning of a file with each candidate.</summary>
internal static class DialectFinder
{
    private const int SampleBytes = 64 * 1024;
    private const int SampleRows = 200;

    // Where several fit equally well. The comma comes last of the four: it is also a decimal mark.
    private static ReadOnlySpan<byte> Candidates => "\t;|,"u8;

    /// <param name="buffer">The text and <see cref="Tokenizer.Slack"/> more bytes.</param>
    /// <param name="end">Where the text ends.</param>
    /// <param name="final">Whether this is the whole file.</param>
    /// <param name="options">Limits, and the number of columns if names are given.</param>
    public static Shape Find(byte[] buffer, int end, bool final, ReadOptions options)
    {
        var newLine = FindNewLine(buffer.AsSpan(0, end));
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
            ? new Shape(best.Dialect, best.Fields, best.LastIsBlank)
            : new Shape(new Dialect(MostFrequent(buffer.AsSpan(0, Math.Min(end, SampleBytes)), newLine), newLine), 1, false);
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

    private static Fit Try(Dialect dialect, byte[] buffer, int end, bool final, ReadOptions options)
    {
        var rows = CountFields(dialect, buffer, end, final, options);
        if (rows.Count == 0)
            return default;

        var common = rows.CountBy(row => row.Count).MaxBy(pair => pair.Value);
        var first = rows[0].Count;
        var fits = common.Key > 1 && (first == common.Key || first == common.Key - 1 || common.Key == options.ColumnNames?.Count);
        if (!fits)
            return default;
        var lastIsBlank = rows.Skip(1).Where(row => row.Count == common.Key).All(row => row.LastIsBlank);
        return new Fit(dialect, common.Key, (double)common.Value / rows.Count, lastIsBlank);
    }

    private static List<(int Count, bool LastIsBlank)> CountFields(Dialect dialect, byte[] buffer, int end, bool final, ReadOptions options)
    {
        var tokenizer = new Tokenizer(dialect, options.MaxCellBytes, options.MaxCellLines);
        var row = new RowBatch();
        List<(int Count, bool LastIsBlank)> rows = [];
        for (var start = 0; start < Math.Min(end, SampleBytes) && rows.Count < SampleRows; start = tokenizer.Next)
        {
            row.Clear(buffer, 0);
            var rowEnd = tokenizer.ReadRow(row, buffer, start, end, final);
            if (rowEnd == RowEnd.Incomplete)
                break;
            if (rowEnd != RowEnd.Complete)
                rows.Add(default);
            else if (!row.IsCurrentBlank())
                rows.Add((row.Current.Length, row.IsBlank(^1)));
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
    private readonly record struct Fit(Dialect Dialect, int Fields, double Share, bool LastIsBlank)
    {
        private const double Clearly = 0.02;

        public bool IsBetterThan(Fit other) => Share > other.Share + Clearly;
    }
}

/// <param name="Dialect">How the file separates fields and rows.</param>
/// <param name="FieldCount">The number of fields that most rows have.</param>
/// <param name="LastIsBlank">Whether the last field of these is always empty, as when every row ends with a delimiter.</param>
internal readonly record struct Shape(Dialect Dialect, int FieldCount, bool LastIsBlank);
