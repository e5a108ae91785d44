using ServerlessRetail.Datasets;

namespace ServerlessRetail.Scoring;

/// <summary>Writes rows as they were, with apostrophes before cells that a spreadsheet would run.</summary>
internal static class CsvRawRow
{
    public static void Write(ref CsvCellWriter cells, RowBatch rows, int row, CsvLayout layout)
    {
        var fields = rows.GetFields(row);
        var raw = rows.GetRawField(row);
        var text = rows.Buffer.AsSpan(raw.Start, raw.Length).TrimEnd((byte)'\r');
        if (layout.Dialect.DelimitsByRuns || text.IndexOf((byte)(layout.Dialect.NewLine == '\n' ? '\r' : '\n')) >= 0)
        {
            WriteAnew(ref cells, rows.Buffer, fields);
            return;
        }

        cells.WriteAsIs([]);
        var copied = raw.Start;
        foreach (var field in fields)
        {
            if (!MayNeedGuard(rows.Buffer, field))
                continue;
            var cell = rows.Buffer.AsSpan(field.Start, field.Length);
            var padding = FormulaGuard.CountPadding(cell);
            cell = cell[padding..];
            if (!FormulaGuard.NeedsGuard(cell, layout.Delimiter) || (layout.Header.HasQuarantinePrefix && FormulaGuard.IsGuarded(cell)))
                continue;
            cells.Append(rows.Buffer.AsSpan(copied, field.Start + padding - copied));
            cells.Append("'"u8);
            copied = field.Start + padding;
        }

        cells.Append(rows.Buffer.AsSpan(copied, raw.Start + text.Length - copied));
    }

    private static bool MayNeedGuard(byte[] buffer, Field field) => field.Length > 0 && !char.IsAsciiLetterOrDigit((char)buffer[field.Start]);

    /// <summary>Of a row whose line ends or spaces other programs would take for its end, or for cells.</summary>
    private static void WriteAnew(ref CsvCellWriter cells, byte[] buffer, ReadOnlySpan<Field> fields)
    {
        foreach (var field in fields)
        {
            var text = buffer.AsSpan(field.Start, field.Length);
            cells.WriteText(field.HasDoubledQuotes ? Unescape(text) : text);
        }
    }

    private static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        var unescaped = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            unescaped.Add(text[i]);
            i += text[i] == '"' ? 1 : 0;
        }

        return [.. unescaped];
    }
}
