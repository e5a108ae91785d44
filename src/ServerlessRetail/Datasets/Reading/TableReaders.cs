namespace ServerlessRetail.Datasets;

/// <summary>Finds the format of a file by its content, whatever its name, and opens it.</summary>
internal static class TableReaders
{
    private static ReadOnlySpan<byte> ParquetMagic => "PAR1"u8;

    private static ReadOnlySpan<byte> EncryptedParquetMagic => "PARE"u8;

    private static ReadOnlySpan<byte> ZipMagic => [(byte)'P', (byte)'K', 3, 4];

    /// <summary>A compound file: an old workbook, or a new one with a password.</summary>
    private static ReadOnlySpan<byte> CompoundMagic => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <param name="content">The stored bytes, read from here to the end. Stays open.</param>
    /// <param name="options">What cannot be found out, and limits.</param>
    /// <param name="quarantine">Takes the rows that cannot be read; null: they are passed over.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RejectedException">The file is empty, of no format that is read, or damaged at its beginning.</exception>
    public static async Task<TableReader> OpenAsync(
        Stream content, ReadOptions options, QuarantineWriter? quarantine, CancellationToken cancellationToken)
    {
        var stored = new HashingStream(content);
        var unread = new PeekStream(stored);
        var head = await unread.PeekAsync(TextSource.HeadBytes, cancellationToken);
        if (head.IsEmpty)
            throw new RejectedException(RejectionReasons.EmptyFile, "The file has no content. Upload it again, with a header and rows.");

        if (StartsWithMagic(head.Span, EncryptedParquetMagic))
            throw new RejectedException(RejectionReasons.CorruptParquet, "The Parquet file is encrypted. Write it without encryption and upload it again.");
        if (StartsWithMagic(head.Span, ParquetMagic))
            return await ParquetTableReader.OpenAsync(stored, await OpenSeekableAsync(), options, quarantine, cancellationToken);
        if (head.Span.StartsWith(ZipMagic) || head.Span.StartsWith(CompoundMagic))
            return ExcelReader.Open(stored, await OpenSeekableAsync(), options, quarantine);

        var source = await TextSource.OpenAsync(stored, unread, head, options, cancellationToken);
        return await OpenTextAsync(source, options, quarantine, cancellationToken);

        Task<SeekableFile> OpenSeekableAsync() => SeekableFile.OpenAsync(content, stored, unread, options, cancellationToken);
    }

    private static async Task<TableReader> OpenTextAsync(
        TextSource source, ReadOptions options, QuarantineWriter? quarantine, CancellationToken cancellationToken)
    {
        var text = new TextBuffer(source);
        await text.FillAsync(cancellationToken);
        if (JsonDetection.TryOpen(source, text) is { } records)
            return new JsonReader(records, options, new BadRows(quarantine));

        var rows = await DelimitedReader.OpenAsync(source, text, options, quarantine, cancellationToken);
        return rows.Header.IsJsonQuarantine ? new JsonReader(new QuarantinedJson(rows), options, rows.Bad) : rows;
    }

    // A text may begin with the same four letters.
    private static bool StartsWithMagic(ReadOnlySpan<byte> head, ReadOnlySpan<byte> magic) =>
        head.StartsWith(magic) && head[..Math.Min(head.Length, 1024)].ContainsAnyInRange((byte)0, (byte)8);
}
