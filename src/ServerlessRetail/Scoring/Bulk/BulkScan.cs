using System.Globalization;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Scoring.Bulk;

/// <summary>
/// Reads a file once from front to back before any of it is scored: finds out whether it can be read, what columns it has,
/// and where it can be cut. Only who has read all rows before a place knows whether a line feed there ends a row or stands
/// in a quoted cell, so the rows are cut by the reader that will score them.
/// </summary>
internal static class BulkScan
{
    /// <param name="length">Bytes of the file.</param>
    /// <param name="partBytes">A part ends at the first row that is found to begin so many bytes after the part's own beginning.</param>
    /// <exception cref="RejectedException">The file cannot be read or has no row that can.</exception>
    public static async Task<BulkScanResult> RunAsync(BulkContent content, long length, long partBytes, CancellationToken cancellationToken)
    {
        await using var table = await content.OpenTableAsync(cancellationToken);
        if (table is DelimitedReader)
        {
            await using var text = await content.OpenDelimitedAsync(cancellationToken);
            return await RunAsync(text, length, partBytes, cancellationToken);
        }

        long rows = 0;
        while (await table.ReadAsync(cancellationToken))
            rows += table.Batch.RowCount;
        return Result(table, rows, isDelimited: false, [new BulkPart(0, length, 1)]);
    }

    private static async Task<BulkScanResult> RunAsync(CsvFile text, long length, long partBytes, CancellationToken cancellationToken)
    {
        var file = text.Rows;
        var shift = text.Layout.RowsBegin - file.Position;
        List<BulkPart> parts = [];
        var next = new BulkPart(text.Layout.RowsBegin, 0, text.Layout.FirstLine);
        long rows = 0;
        while (await file.ReadAsync(cancellationToken))
        {
            if (shift + file.Position is var end && end - next.Offset >= partBytes && end < length)
            {
                parts.Add(next with { Length = end - next.Offset });
                next = new BulkPart(end, 0, file.Line);
            }

            rows += file.Batch.RowCount;
        }

        // Only now it is known that all of it is UTF-8 as it is stored.
        var canBeSplit = text.Layout.CanBeSplit && file.TextEncoding is (TextEncoding.Utf8 or TextEncoding.Undecided);
        return Result(file, rows, isDelimited: true, canBeSplit && parts.Count > 0 ? [.. parts, next with { Length = length - next.Offset }] : [new BulkPart(0, length, 1)]);
    }

    private static BulkScanResult Result(TableReader file, long rows, bool isDelimited, List<BulkPart> parts) => rows == 0
        ? throw NoRows(file.Bad)
        : new BulkScanResult([.. Enumerable.Range(0, file.Header.Count).Select(file.Header.GetName)], isDelimited, rows + file.Bad.Count, parts);

    private static RejectedException NoRows(BadRows bad) => bad.Count == 0
        ? new RejectedException(RejectionReasons.NoRows, "The file has no rows with content. Upload it again, with rows.")
        : new RejectedException(RejectionReasons.TooManyBadRows, string.Create(
            CultureInfo.InvariantCulture,
            $"None of the {bad.Count:N0} rows can be read, most of them because of {bad.Main.Reason}, the first on line {bad.Main.Line}. Check delimiter and quotes and upload the file again."));
}

/// <param name="Rows">Rows with content, also those that cannot be read.</param>
internal sealed record BulkScanResult(IReadOnlyList<string> Columns, bool IsDelimited, long Rows, IReadOnlyList<BulkPart> Parts);
