namespace ServerlessRetail.Datasets;

/// <summary>A customer file, read: columns of equal length and where they came from.</summary>
/// <param name="Columns">In file order, with unique names.</param>
/// <param name="RowCount">Rows that were kept.</param>
/// <param name="QuarantinedCount">Rows that were left out, each written to quarantine with its reason.</param>
/// <param name="Source">The bytes that the rows were read from.</param>
public sealed record Dataset(IReadOnlyList<Column> Columns, int RowCount, int QuarantinedCount, DatasetSource Source)
{
    /// <summary>Rows without any content, neither kept nor quarantined.</summary>
    public int EmptyRowCount { get; init; }

    /// <summary>What reading decided or mended.</summary>
    public IReadOnlyList<DatasetNote> Notes { get; init; } = [];

    /// <summary>Texts that counted as missing when it was read, beside those of <see cref="CellText.Default"/>.</summary>
    public IReadOnlyList<string> MissingWords { get; init; } = [];

    /// <summary>Null where the dataset was not read from a file: then row 0 is line 2, after a header.</summary>
    internal RowLines? Lines { get; init; }

    public Column? FindColumn(string name) => Columns.FirstOrDefault(column => column.Name == name);

    /// <summary>
    /// Where a kept row stands in its file, counted from 1: its first line in text and JSON, its row in a sheet (headers and
    /// empty lines included), its number in a Parquet file.
    /// </summary>
    /// <param name="row">0 to <see cref="RowCount"/> - 1.</param>
    public long GetLine(int row) => Lines?.GetLine(row) ?? row + 2L;
}

/// <summary>What a dataset was read from and how.</summary>
/// <param name="Bytes">Length as stored, compressed if it was.</param>
/// <param name="Sha256">Hash of the bytes as stored, 64 lower-case hexadecimal digits.</param>
/// <param name="Encoding">One of <c>utf-8</c>, <c>utf-16le</c>, <c>utf-16be</c>, <c>windows-1252</c>.</param>
/// <param name="Delimiter">The character between two fields; a space stands for runs of spaces. NUL where the format has none.</param>
/// <param name="Compression"><c>none</c> or <c>gzip</c>.</param>
public sealed record DatasetSource(long Bytes, string Sha256, string Encoding, char Delimiter, string Compression)
{
    /// <summary>One of the constants of <see cref="DatasetFormats"/>.</summary>
    public string Format { get; init; } = DatasetFormats.Text;

    /// <summary>The sheet of a workbook; null where there are no sheets.</summary>
    public string? Sheet { get; init; }
}
