using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Scoring.Bulk;

/// <summary>Opens a file to score, or a part of it, as it was when its run began.</summary>
/// <param name="etag">A file with another one is not read: 412.</param>
internal sealed class BulkContent(BlobClient blob, ETag etag)
{
    private const int WholeBufferBytes = 4 << 20;
    private const int HeadBufferBytes = 512 << 10;

    private BlobRequestConditions Unchanged => new() { IfMatch = etag };

    /// <summary>The rows of a file of any format.</summary>
    /// <exception cref="RejectedException">The file cannot be read.</exception>
    public async Task<TableReader> OpenTableAsync(CancellationToken cancellationToken) =>
        await TableReaders.OpenAsync(await OpenStreamAsync(WholeBufferBytes, cancellationToken), new ReadOptions(), quarantine: null, cancellationToken);

    /// <summary>The rows of delimited text.</summary>
    /// <exception cref="RejectedException">The file cannot be read.</exception>
    public async Task<CsvFile> OpenDelimitedAsync(CancellationToken cancellationToken) =>
        await CsvFile.OpenAsync(await OpenStreamAsync(WholeBufferBytes, cancellationToken), cancellationToken);

    /// <summary>Some rows of delimited text. Delimiter and header are found at the file's beginning, as they are for the whole file.</summary>
    public async Task<CsvFile> OpenPartAsync(BulkPart part, CancellationToken cancellationToken)
    {
        await using var head = await CsvFile.OpenAsync(await OpenStreamAsync(HeadBufferBytes, cancellationToken), cancellationToken);
        BlobDownloadStreamingResult rows = await blob.DownloadStreamingAsync(
            new BlobDownloadOptions { Range = new HttpRange(part.Offset, part.Length), Conditions = Unchanged }, cancellationToken);

        // The scan has seen the whole file: it is in parts because all of it is UTF-8.
        return CsvFile.OfPart(rows.Content, head.Layout with { Encoding = TextEncoding.Utf8 }, part.FirstLine);
    }

    private Task<Stream> OpenStreamAsync(int bufferBytes, CancellationToken cancellationToken) => blob.OpenReadAsync(
        new BlobOpenReadOptions(allowModifications: false) { BufferSize = bufferBytes, Conditions = Unchanged }, cancellationToken);
}
