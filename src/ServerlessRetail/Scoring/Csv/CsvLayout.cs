using ServerlessRetail.Datasets;

namespace ServerlessRetail.Scoring;

/// <summary>How a CSV file is written: all that a part of it needs to be read by itself.</summary>
/// <param name="Header">The names of its columns.</param>
/// <param name="Dialect">What ends cells and rows.</param>
/// <param name="Encoding">Of its text, as far as its beginning tells.</param>
/// <param name="IsCompressed">Whether it is gzip.</param>
/// <param name="RowsBegin">Bytes before the first row. Of a file that <see cref="CanBeSplit"/>.</param>
/// <param name="FirstLine">The line on which the first row begins, from 1.</param>
internal sealed record CsvLayout(Header Header, Dialect Dialect, TextEncoding Encoding, bool IsCompressed, long RowsBegin, long FirstLine)
{
    /// <summary>The header's names.</summary>
    public IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(0, Header.Count).Select(Header.GetName)];

    /// <summary>What separates cells; a comma for runs of spaces.</summary>
    public byte Delimiter => Dialect.DelimitsByRuns ? (byte)',' : Dialect.Delimiter;

    /// <summary>Whether bytes from where a row begins to where another does are a part that can be read by itself.</summary>
    public bool CanBeSplit => !IsCompressed && Encoding is (TextEncoding.Utf8 or TextEncoding.Undecided);
}
