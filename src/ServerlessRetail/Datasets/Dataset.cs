namespace ServerlessRetail.Datasets;

/// <summary>A customer file, read: columns of equal length and where they came from.</summary>
/// <param name="Columns">In file order, with unique names.</param>
/// <param name="RowCount">Rows that were kept.</param>
/// <param name="QuarantinedCount">Rows that were left out, each written to quarantine with its reason.</param>
/// <param name="Source">The bytes that the rows were read from.</param>
public sealed record Dataset(IReadOnlyList<Column> Columns, int RowCount, int QuarantinedCount, DatasetSource Source)
{
    public Column? FindColumn(string name) => Columns.FirstOrDefault(column => column.Name == name);
}

/// <summary>What a dataset was read from and how.</summary>
/// <param name="Bytes">Length as stored, compressed if it was.</param>
/// <param name="Sha256">Hash of the bytes as stored, 64 lower-case hexadecimal digits.</param>
/// <param name="Encoding">For example <c>utf-8</c>.</param>
/// <param name="Delimiter">The character between two fields.</param>
/// <param name="Compression"><c>none</c> or <c>gzip</c>.</param>
public sealed record DatasetSource(long Bytes, string Sha256, string Encoding, char Delimiter, string Compression);
