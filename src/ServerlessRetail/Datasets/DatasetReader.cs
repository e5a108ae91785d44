using System.Globalization;
using ServerlessRetail.Datasets.PersonalData;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Reads a customer file as it comes. Format, encoding, compression, delimiter, line ends, quoting, header and number
/// format are found. The file is streamed; in memory are its columns, coded, packed or as floats.
/// </summary>
/// <remarks>
/// Delimited text and JSON, plain or in gzip, are read from front to back. Parquet and Excel need a stream that can seek;
/// one that cannot is copied to a temporary file.
/// </remarks>
public static class DatasetReader
{
    // A file of which more than half is bad after so many rows will not get better.
    private const int HopelessFrom = 10_000;
    private const double HopelessShare = 0.5;

    /// <param name="content">The stored bytes, read from here to the end. Stays open.</param>
    /// <param name="options">What cannot be found out, and limits.</param>
    /// <param name="quarantine">Takes the rows that cannot be read. Flushed, but not closed.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RejectedException">
    /// The file cannot be used: empty, no rows, of no known format, damaged or locked, too many columns or bad rows,
    /// suspicious compression, or more memory than budgeted.
    /// </exception>
    public static async Task<Dataset> ReadAsync(
        Stream content, ReadOptions options, QuarantineWriter quarantine, CancellationToken cancellationToken)
    {
        var storedLength = content.CanSeek ? content.Length - content.Position : (long?)null;
        await using var rows = await TableReaders.OpenAsync(content, options, quarantine, cancellationToken);
        PersonalHeader.Check(rows.Header);
        var table = new TableBuilder(rows.Header, rows.CommaIsDecimal, options);
        while (await rows.AppendAsync(table, cancellationToken))
        {
            if (options.MemoryBudgetBytes is { } budget && table.MemoryBytes > budget)
                throw MemoryNeed.Reject(table, budget, rows.StoredBytes, storedLength);
            if (rows.Bad.Count > HopelessShare * (table.RowCount + rows.Bad.Count) && table.RowCount + rows.Bad.Count >= HopelessFrom
                && options.MaxQuarantinedShare <= HopelessShare)
            {
                throw RejectBadRows(rows, table, options, "up to here cannot be read, and reading stopped");
            }
        }

        // In JSON the columns come up row by row.
        PersonalHeader.Check(rows.Header);
        var source = await rows.DescribeAsync(cancellationToken);
        CheckRows(rows, table, options);
        var columns = table.Build();
        return new Dataset(columns, table.RowCount, rows.Bad.Count, source)
        {
            EmptyRowCount = rows.EmptyRowCount,
            Notes = [.. rows.Header.Notes, .. MixedEncodings.Notes(columns, source)],
            Lines = table.Lines,
            MissingWords = [.. options.MissingValues],
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
        await using var rows = await TableReaders.OpenAsync(content, options, quarantine: null, cancellationToken);
        await rows.CopyAsync(reasonsByLine, quarantine, cancellationToken);
    }

    private static void CheckRows(TableReader rows, TableBuilder table, ReadOptions options)
    {
        double read = table.RowCount + rows.Bad.Count;
        if (read == 0)
            throw new RejectedException(RejectionReasons.NoRows, "The file has no rows with content. Upload it again, with rows.");
        if (table.RowCount == 0 || rows.Bad.Count > options.MaxQuarantinedShare * read)
            throw RejectBadRows(rows, table, options, "cannot be read");
    }

    private static RejectedException RejectBadRows(TableReader rows, TableBuilder table, ReadOptions options, string state)
    {
        var (reason, count, line) = rows.Bad.Main;
        var remedy = (reason, rows.Bad.NewDelimiter) switch
        {
            (QuarantineReasons.NestedValue, _) => "Write objects and arrays inside of rows as columns of their own.",
            (QuarantineReasons.BrokenJson, _) => "Every line must hold one complete JSON object.",
            (QuarantineReasons.FieldCount, var (delimiter, from)) =>
                $"The delimiter seems to change to '{(delimiter == '\t' ? "tab" : delimiter)}' on line {from}: write the file with one delimiter.",
            _ => $"The header has {rows.Header.Count} fields; check delimiter and quotes.",
        };
        return new RejectedException(
            RejectionReasons.TooManyBadRows,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{rows.Bad.Count:N0} of {table.RowCount + rows.Bad.Count:N0} rows {state}, most of them ({count:N0}) because of {reason}, the first on line {line}. At most {options.MaxQuarantinedShare:0.## %} may be left out. {remedy}"));
    }
}
