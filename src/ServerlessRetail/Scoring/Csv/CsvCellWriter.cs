using System.Buffers;
using System.Globalization;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Scoring;

/// <summary>Writes rows of CSV, cell by cell, straight into a buffer. No cell runs as a formula in a spreadsheet.</summary>
/// <param name="output">Has what was written after <see cref="Flush"/>.</param>
/// <param name="delimiter">The byte between two cells.</param>
internal ref struct CsvCellWriter(IBufferWriter<byte> output, byte delimiter)
{
    private const int LongestNumber = 32;
    private const int LeastRoom = 4096;

    private Span<byte> _room;
    private int _written;
    private bool _isInRow;

    /// <summary>A cell of UTF-8, in quotes and with an apostrophe where it needs them.</summary>
    public void WriteText(scoped ReadOnlySpan<byte> text)
    {
        BeginCell();
        if (text.IsEmpty || (char.IsAsciiLetterOrDigit((char)text[0]) && text.IndexOfAny([(byte)'"', (byte)'\r', (byte)'\n', delimiter]) < 0))
        {
            Append(text);
            return;
        }

        Flush();
        FormulaGuard.WriteCell(text, delimiter, output);
    }

    /// <summary>Some cells that already are as they must be.</summary>
    public void WriteAsIs(scoped ReadOnlySpan<byte> cells)
    {
        BeginCell();
        Append(cells);
    }

    /// <summary>The shortest text that reads back as the same number.</summary>
    public void WriteNumber(double number) => WriteNumber([], number, default, []);

    public void WriteNumber(long number)
    {
        BeginCell();
        _ = number.TryFormat(Room(LongestNumber), out var length, default, CultureInfo.InvariantCulture);
        _written += length;
    }

    /// <summary>A number between texts that already are as they must be.</summary>
    public void WriteNumber(scoped ReadOnlySpan<byte> before, double number, scoped ReadOnlySpan<char> format, scoped ReadOnlySpan<byte> after)
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        int length;
        if (format.IsEmpty)
            length = ShortestDigits.Write(number, text);
        else
            _ = number.TryFormat(text, out length, format, CultureInfo.InvariantCulture);
        if (before.IsEmpty && text[0] == '-')
        {
            // A number beyond the range of those that spreadsheets and cells know is a text that begins with a sign.
            WriteText(text[..length]);
            return;
        }

        BeginCell();
        Append(before);
        Append(text[..length]);
        Append(after);
    }

    /// <summary>Goes on in the cell that was begun last.</summary>
    public void Append(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _written += bytes.Length;
    }

    public void EndRow()
    {
        Append("\r\n"u8);
        _isInRow = false;
    }

    public void Flush()
    {
        output.Advance(_written);
        _room = [];
        _written = 0;
    }

    private void BeginCell()
    {
        if (_isInRow)
            Append([delimiter]);
        _isInRow = true;
    }

    private Span<byte> Room(int length)
    {
        if (_room.Length - _written < length)
        {
            Flush();
            _room = output.GetSpan(Math.Max(length, LeastRoom));
        }

        return _room[_written..];
    }
}
