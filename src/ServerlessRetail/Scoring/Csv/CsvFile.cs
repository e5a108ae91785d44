using ServerlessRetail.Datasets;

namespace ServerlessRetail.Scoring;

/// <summary>
/// Customers in CSV with a header, open at the first row. It is read as training reads it: delimiter, encoding and
/// compression are found.
/// </summary>
internal sealed class CsvFile : IAsyncDisposable
{
    private CsvFile(DelimitedReader rows, CsvLayout layout)
    {
        Rows = rows;
        Layout = layout;
    }

    public CsvLayout Layout { get; }

    public DelimitedReader Rows { get; }

    /// <exception cref="RejectedException">The text is binary, or has no readable header.</exception>
    public static async Task<CsvFile> OpenAsync(Stream content, CancellationToken cancellationToken)
    {
        var options = new ReadOptions();
        var stored = new HashingStream(content, hashes: false);
        var unread = new PeekStream(stored);
        var head = await unread.PeekAsync(TextSource.HeadBytes, cancellationToken);
        var source = await TextSource.OpenAsync(stored, unread, head, options, cancellationToken);
        var text = new TextBuffer(source);
        await text.FillAsync(cancellationToken);
        var rows = await DelimitedReader.OpenAsync(source, text, options, quarantine: null, cancellationToken);
        return new CsvFile(
            rows, new CsvLayout(rows.Header, rows.Dialect, source.Encoding, source.IsCompressed, source.MarkLength + rows.Position, rows.Line));
    }

    /// <summary>Some of a file's rows, out of its middle.</summary>
    /// <param name="part">Bytes that begin and end where rows do.</param>
    /// <param name="layout">The file's, which <see cref="CsvLayout.CanBeSplit"/>.</param>
    /// <param name="firstLine">The line of the file on which the part begins, from 1.</param>
    public static CsvFile OfPart(Stream part, CsvLayout layout, long firstLine) => new(
        DelimitedReader.GoOn(TextSource.OfPart(part, layout.Encoding), layout.Header, layout.Dialect, firstLine, new ReadOptions()), layout);

    public ValueTask DisposeAsync() => Rows.DisposeAsync();
}
