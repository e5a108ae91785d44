using System.Runtime.CompilerServices;
using ServerlessRetail.Datasets;
using ServerlessRetail.Http;

namespace ServerlessRetail.Scoring;

/// <summary>
/// CSV whose scores are answered as JSON. Each row becomes the customer that a JSON request with the cells as texts would
/// have sent. A row that cannot be read is told, and the others go on.
/// </summary>
internal sealed class CsvCustomers : ICustomerSource
{
    private readonly DelimitedReader _rows;
    private readonly CsvRowJson _json;
    private readonly List<SentCustomer> _bad = [];

    public CsvCustomers(CsvFile file)
    {
        _rows = file.Rows;
        _json = new CsvRowJson(file.Layout);
        _rows.Bad.Noted = (reason, line) => _bad.Add(new SentCustomer(line, default, Problems.BrokenRow(reason, line)));
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
                batch.AddRange(Enumerable.Range(0, rows.Batch.RowCount).Select(row => new SentCustomer(rows.Batch.GetLine(row), _json.Read(rows.Batch, row))));
            batch.Sort((one, other) => one.Line.CompareTo(other.Line));
            if (batch.Count > 0)
                yield return batch;
        }
        while (goesOn);
    }
}
