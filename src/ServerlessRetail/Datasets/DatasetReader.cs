using System.Globalization;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Reads a customer file as it comes: encoding, compression, delimiter, line ends, quoting, header and number format are
/// found. The file is streamed; in memory are its columns, coded or as floats.
/// </summary>
public static class DatasetReader
{
    /// <param name="content">The stored bytes, read from here to the end. Stays open.</param>
    /// <param name="options">What cannot be found out, and limits.</param>
    /// <param name="quarantine">Takes the rows that cannot be read. Flushed, but not closed.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RejectedException">
    /// The file cannot be used: empty, no rows, no text, too many columns or bad rows, damaged or suspicious
    /// compression, or more memory than budgeted.
    /// </exception>
    public static async Task<Dataset> ReadAsync(
        Stream content, ReadOptions options, QuarantineWriter quarantine, CancellationToken cancellationToken)
    {
        await using var source = await TextSource.OpenAsync(content, options, cancellationToken);
        var rows = await RowReader.OpenAsync(source, options, quarantine, cancellationToken);
        var table = new TableBuilder(rows.Header, rows.Dialect, options);
        while (await rows.ReadAsync(cancellationToken))
        {
            table.Append(rows.Batch);
            CheckBudget(table, options);
        }

        await source.ReadToEndAsync(cancellationToken);
        CheckRows(rows, table, options);
        return new Dataset(table.Build(), table.RowCount, rows.QuarantinedCount, source.Describe((char)rows.Dialect.Delimiter))
        {
            EmptyRowCount = rows.EmptyRowCount,
            Notes = rows.Header.Notes,
            Lines = table.Lines,
        };
    }

    /// <summary>
    /// Reads a file once more and copies rows that were kept, but turned out to be of no use, to quarantine: rows without
    /// a label, for example. Rows that could not be read the first time are passed over.
    /// </summary>
    /// <param name="content">The same bytes as the first time. Stays open.</param>
    /// <param name="options">The same options as the first time.</param>
    /// <param name="reasonsByLine">A reason code by the line on which a row begins, as <see cref="Dataset.GetLine"/> says it.</param>
    /// <param name="quarantine">Takes the rows; may be the one that took the rows that could not be read.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RejectedException">As for <see cref="ReadAsync"/>.</exception>
    public static async Task QuarantineRowsAsync(
        Stream content,
        ReadOptions options,
        IReadOnlyDictionary<long, string> reasonsByLine,
        QuarantineWriter quarantine,
        CancellationToken cancellationToken)
    {
        await using var source = await TextSource.OpenAsync(content, options, cancellationToken);
        var rows = await RowReader.OpenAsync(source, options, quarantine: null, cancellationToken);
        quarantine.Begin(rows.Header, rows.Dialect.Delimiter);
        while (await rows.ReadAsync(cancellationToken))
        {
            for (var row = 0; row < rows.Batch.RowCount; row++)
            {
                if (reasonsByLine.TryGetValue(rows.Batch.GetLine(row), out var reason))
                    quarantine.Add(rows.Batch.GetLine(row), reason, rows.GetOriginal(rows.Batch.GetRaw(row)));
            }

            await quarantine.FlushAsync(cancellationToken);
        }
    }

    private static void CheckBudget(TableBuilder table, ReadOptions options)
    {
        if (options.MemoryBudgetBytes is not { } budget || table.MemoryBytes <= budget)
            return;
        throw new RejectedException(
            RejectionReasons.MemoryBudget,
            string.Create(
                CultureInfo.InvariantCulture,
                $"After {table.RowCount:N0} rows the table takes more than the {budget >> 20} MB set aside for it. Choose a larger instance size (2048 or 4096 MB), leave out columns, or train on a sample of the rows."));
    }

    private static void CheckRows(RowReader rows, TableBuilder table, ReadOptions options)
    {
        double read = table.RowCount + rows.QuarantinedCount;
        if (read == 0)
            throw new RejectedException(RejectionReasons.NoRows, "The file has a header and no rows. Upload it again, with rows.");
        if (table.RowCount > 0 && rows.QuarantinedCount <= options.MaxQuarantinedShare * read)
            return;

        var (reason, (count, line)) = rows.Quarantined.MaxBy(pair => pair.Value.Count);
        throw new RejectedException(
            RejectionReasons.TooManyBadRows,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{rows.QuarantinedCount:N0} of {read:N0} rows cannot be read, most of them ({count:N0}) because of {reason}, the first on line {line}. At most {options.MaxQuarantinedShare:P0} may be left out. The header has {rows.Header.Count} fields; check delimiter and quotes."));
    }
}
