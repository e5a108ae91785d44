using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessRetail.Datasets;

/// <summary>How reading a row ended.</summary>
internal enum RowEnd
{
    /// <summary>The row's fields are complete.</summary>
    Complete,

    /// <summary>The buffer ends before the row does.</summary>
    Incomplete,
    UnclosedQuote,
    StrayQuote,
    CellTooLong,
}

/// <summary>
/// Cuts UTF-8 bytes into rows and fields by RFC 4180, one row a call, looking at 32 bytes at a time. A quote opens a
/// quoted cell only at a cell's beginning; elsewhere it is a character like any other.
/// </summary>
internal sealed class Tokenizer(Dialect dialect, int maxCellBytes, int maxCellLines)
{
    /// <summary>Bytes that must be readable after the end of the text.</summary>
    public const int Slack = 64;

    private const byte Quote = (byte)'"';

    /// <summary>After a call: where the next row begins.</summary>
    public int Next { get; private set; }

    /// <summary>After a call: where the row's text ends, before its line end.</summary>
    public int RawEnd { get; private set; }

    /// <summary>After a call: lines that the row took, at least 1.</summary>
    public int Lines { get; private set; }

    /// <param name="batch">Takes the row's fields.</param>
    /// <param name="buffer">The text and <see cref="Slack"/> more bytes.</param>
    /// <param name="start">Where the row begins.</param>
    /// <param name="end">Where the text ends; at the end of the file the byte before it is a line end.</param>
    /// <param name="final">Whether no more text will follow.</param>
    public RowEnd ReadRow(RowBatch batch, byte[] buffer, int start, int end, bool final)
    {
        var delimiters = Vector256.Create(dialect.Delimiter);
        var newLines = Vector256.Create(dialect.NewLine);
        var quotes = Vector256.Create(Quote);
        ref var text = ref MemoryMarshal.GetArrayDataReference(buffer);
        var fieldStart = start;
        Lines = 1;

        for (var block = start; block < end;)
        {
            var bytes = Vector256.LoadUnsafe(ref text, (nuint)block);
            var cuts = Vector256.Equals(bytes, delimiters).ExtractMostSignificantBits();
            var others = (Vector256.Equals(bytes, newLines) | Vector256.Equals(bytes, quotes)).ExtractMostSignificantBits();
            if (others == 0 && block + Vector256<byte>.Count <= end && !dialect.DelimitsByRuns)
            {
                // Most blocks hold nothing but cells and delimiters.
                fieldStart = batch.AddFields(fieldStart, block, cuts);
                block += Vector256<byte>.Count;
                continue;
            }

            var resume = block + Vector256<byte>.Count;
            for (var hits = cuts | others; hits != 0; hits &= hits - 1)
            {
                var at = block + BitOperations.TrailingZeroCount(hits);
                if (at >= end)
                    return RowEnd.Incomplete;

                var found = buffer[at];
                if (found == dialect.Delimiter)
                {
                    if (!dialect.DelimitsByRuns || at > fieldStart)
                        batch.AddField(fieldStart, at - fieldStart);
                    fieldStart = at + 1;
                }
                else if (found == dialect.NewLine)
                {
                    if (!dialect.DelimitsByRuns || !IsBlank(buffer, fieldStart, at))
                        batch.AddField(fieldStart, at - fieldStart);
                    return EndRow(batch, start, at);
                }
                else if (IsBlank(buffer, fieldStart, at))
                {
                    var result = ReadQuoted(batch, buffer, at, end, final, out resume);
                    if (result != RowEnd.Complete)
                        return result;
                    if (buffer[resume] == dialect.NewLine)
                        return EndRow(batch, start, resume);
                    fieldStart = ++resume;
                    break;
                }
            }

            block = resume;
        }

        return RowEnd.Incomplete;
    }

    private RowEnd EndRow(RowBatch batch, int start, int newLine)
    {
        Next = newLine + 1;
        RawEnd = newLine;
        if (newLine - start <= maxCellBytes)
            return RowEnd.Complete;
        foreach (var field in batch.Current)
        {
            if (field.Length > maxCellBytes)
                return RowEnd.CellTooLong;
        }

        return RowEnd.Complete;
    }

    /// <param name="batch">Takes the field.</param>
    /// <param name="buffer">The text.</param>
    /// <param name="quote">Where the opening quote stands.</param>
    /// <param name="end">Where the text ends.</param>
    /// <param name="final">Whether no more text will follow.</param>
    /// <param name="after">Where the delimiter or line end after the cell stands.</param>
    private RowEnd ReadQuoted(RowBatch batch, byte[] buffer, int quote, int end, bool final, out int after)
    {
        var start = quote + 1;
        var doubled = false;
        after = start;
        while (true)
        {
            var next = buffer.AsSpan(after, end - after).IndexOf(Quote);
            var close = next < 0 ? end : after + next;
            if (close - start > maxCellBytes)
                return GiveUp(buffer, quote, close, end, RowEnd.CellTooLong);
            if (next < 0)
                return final ? GiveUp(buffer, quote, close, end, RowEnd.UnclosedQuote) : RowEnd.Incomplete;
            after = close + 1;
            if (after >= end)
                return RowEnd.Incomplete;
            if (buffer[after] != Quote)
                return CloseQuoted(batch, buffer, quote, close, doubled, end, ref after);
            doubled = true;
            after++;
        }
    }

    private RowEnd CloseQuoted(RowBatch batch, byte[] buffer, int quote, int close, bool doubled, int end, ref int after)
    {
        while (after < end && buffer[after] != dialect.Delimiter && buffer[after] != dialect.NewLine && buffer[after] <= ' ')
            after++;
        if (after >= end)
            return RowEnd.Incomplete;

        var lines = buffer.AsSpan(quote, close - quote).Count(dialect.NewLine);
        if (lines >= maxCellLines || (buffer[after] != dialect.Delimiter && buffer[after] != dialect.NewLine))
            return GiveUp(buffer, quote, close, end, RowEnd.StrayQuote);

        Lines += lines;
        var length = close - quote - 1;
        batch.AddField(quote + 1, doubled ? ~length : length);
        return RowEnd.Complete;
    }

    /// <summary>
    /// Ends the row with the line in which the quote opens, so that one bad quote costs one line and not the rest of the
    /// file.
    /// </summary>
    /// <param name="buffer">The text.</param>
    /// <param name="quote">Where the opening quote stands.</param>
    /// <param name="trouble">Where it turned out that the cell cannot be read.</param>
    /// <param name="end">Where the text ends.</param>
    /// <param name="reason">What is wrong if the trouble is on the quote's own line; if not, the quote was left open.</param>
    private RowEnd GiveUp(byte[] buffer, int quote, int trouble, int end, RowEnd reason)
    {
        var newLine = buffer.AsSpan(quote, end - quote).IndexOf(dialect.NewLine);
        if (newLine < 0)
            return RowEnd.Incomplete;
        RawEnd = quote + newLine;
        Next = RawEnd + 1;
        return RawEnd < trouble ? RowEnd.UnclosedQuote : reason;
    }

    private static bool IsBlank(byte[] buffer, int start, int end)
    {
        while (start < end && buffer[start] <= ' ')
            start++;
        return start == end;
    }
}
