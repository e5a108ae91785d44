using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ServerlessRetail.Datasets;
using ServerlessRetail.Http;

namespace ServerlessRetail.Scoring;

/// <summary>
/// CSV with a header, read as training reads it: delimiter, encoding and compression are found. Each row becomes the
/// customer that a JSON request with the cells as texts would have sent. A row that cannot be read is told, and the
/// others go on.
/// </summary>
internal sealed class CsvCustomers : ICustomerSource
{
    private readonly DelimitedReader _rows;
    private readonly CellReader _cells;
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly List<SentCustomer> _bad = [];

    private CsvCustomers(DelimitedReader rows)
    {
        _rows = rows;
        _cells = new CellReader(rows.Header.HasQuarantinePrefix);
        Columns = [.. Enumerable.Range(0, rows.Header.Count).Select(rows.Header.GetName)];
        rows.Bad.Noted = (reason, line) => _bad.Add(new SentCustomer(line, default, Problems.BrokenRow(reason, line)));
    }

    /// <summary>The header's names.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>What separates cells; a comma for runs of spaces.</summary>
    public byte Delimiter => _rows.Delimiter == ' ' ? (byte)',' : _rows.Delimiter;

    /// <exception cref="RejectedException">The text is binary, or has no readable header.</exception>
    public static async Task<CsvCustomers> OpenAsync(Stream content, CancellationToken cancellationToken)
    {
        var options = new ReadOptions();
        var stored = new HashingStream(content);
        var unread = new PeekStream(stored);
        var head = await unread.PeekAsync(TextSource.HeadBytes, cancellationToken);
        var source = await TextSource.OpenAsync(stored, unread, head, options, cancellationToken);
        var text = new TextBuffer(source);
        await text.FillAsync(cancellationToken);
        return new CsvCustomers(await DelimitedReader.OpenAsync(source, text, options, quarantine: null, cancellationToken));
    }

    public async IAsyncEnumerable<IReadOnlyList<SentCustomer>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var rows = _rows;
        bool goesOn;
        do
        {
            try
            {
                goesOn = await rows.ReadAsync(cancellationToken);
            }
            catch (RejectedException exception)
            {
                // The answer has begun: what cannot be read any more is its last row.
                _bad.Add(new SentCustomer(long.MaxValue, default, Problems.UnreadableCsv(exception.Message)));
                goesOn = false;
                rows.Batch.Clear([], 0);
            }

            List<SentCustomer> batch = [.. _bad];
            _bad.Clear();
            if (goesOn)
                batch.AddRange(Enumerable.Range(0, rows.Batch.RowCount).Select(ReadRow));
            batch.Sort((one, other) => one.Line.CompareTo(other.Line));
            if (batch.Count > 0)
                yield return batch;
        }
        while (goesOn);
    }

    private SentCustomer ReadRow(int row)
    {
        _json.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_json);
        var fields = _rows.Batch.GetFields(row);
        writer.WriteStartObject();
        for (var column = 0; column < fields.Length; column++)
        {
            if (Header.IsQuarantineColumn(Columns[column]))
                continue;
            _cells.Read(_rows.Batch.Buffer, fields[column]);
            writer.WriteString(Columns[column], _cells.Buffer.AsSpan(_cells.Start, _cells.Length));
        }

        writer.WriteEndObject();
        writer.Flush();
        var reader = new Utf8JsonReader(_json.WrittenSpan);
        return new SentCustomer(_rows.Batch.GetLine(row), JsonElement.ParseValue(ref reader));
    }
}
