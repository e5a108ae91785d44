using System.Runtime.CompilerServices;
using System.Text.Json;
using ServerlessRetail.Http;

namespace ServerlessRetail.Scoring;

/// <summary>Newline-delimited JSON: one customer a line. A line that is no JSON, or too long, is told, and the others go on.</summary>
internal sealed class JsonLineCustomers(Stream content) : ICustomerSource
{
    /// <summary>Bytes of the longest line.</summary>
    public const int MaxLineBytes = 1_000_000;

    private readonly LineReader _lines = new(content, MaxLineBytes);

    public async IAsyncEnumerable<IReadOnlyList<SentCustomer>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _lines.FillAsync(cancellationToken))
        {
            List<SentCustomer> batch = [];
            while (_lines.TryRead())
            {
                if (ReadLine() is { } customer)
                    batch.Add(customer);
            }

            if (batch.Count > 0)
                yield return batch;
        }
    }

    /// <returns>Null where the line is blank.</returns>
    private SentCustomer? ReadLine()
    {
        if (_lines.IsTooLong)
            return new SentCustomer(_lines.Number, default, Problems.LineTooLong(MaxLineBytes));
        var line = _lines.Number == 1 && _lines.Line.Span.StartsWith("\uFEFF"u8) ? _lines.Line[3..] : _lines.Line;
        if (line.Span.IndexOfAnyExcept(" \t\r"u8) < 0)
            return null;
        try
        {
            using var json = JsonDocument.Parse(line);
            return new SentCustomer(_lines.Number, json.RootElement.Clone());
        }
        catch (JsonException exception)
        {
            return new SentCustomer(_lines.Number, default, Problems.BrokenJson(exception, linesBefore: _lines.Number - 1));
        }
    }
}
