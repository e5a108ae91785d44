using System.Text.Json;
using ServerlessRetail.Http;

namespace ServerlessRetail.Scoring;

/// <summary>
/// Customers of a request, read one after the other and scored block by block: a large request's later blocks on other cores
/// while it is read on. The answers keep the customers' order.
/// </summary>
/// <param name="served">The model.</param>
internal sealed class ScoredBlocks(ServedModel served, ScoreOptions options)
{
    /// <summary>A request of fewer customers is done sooner than another core would have begun.</summary>
    private const int FewestShared = 256;

    private readonly ScoringKit _kit = served.Kit;
    private readonly List<CustomerBlock> _blocks = new(capacity: 1);
    private ReadOnlyMemory<byte> _text;
    private IRowWriter? _writer;
    private bool _isParallel;

    /// <summary>Blocks whose scoring has begun, and those of them that other cores score.</summary>
    private int _begun;
    private List<Task>? _elsewhere;

    /// <summary>Customers read since <see cref="Begin"/>.</summary>
    public int Count { get; private set; }

    /// <summary>In the order of the customers; written once <see cref="CompleteAsync"/> is over.</summary>
    public IReadOnlyList<CustomerBlock> Blocks => _blocks;

    /// <param name="text">Where the customers' values are; must not change before <see cref="Clear"/>.</param>
    /// <param name="writer">Writes the answers.</param>
    /// <param name="isParallel">Whether the writer can be shared by threads.</param>
    public void Begin(ReadOnlyMemory<byte> text, IRowWriter writer, bool isParallel)
    {
        Clear();
        (_text, _writer, _isParallel) = (text, writer, isParallel);
    }

    /// <summary>Reads a customer out of the text.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="line">Place in the request, from 1.</param>
    /// <param name="list">The array's name, as of <see cref="CustomerRow.Begin(long, string?)"/>.</param>
    /// <inheritdoc cref="FieldReader.Read"/>
    public int Read(int start, long line, string? list) => Read(_text.Span, start, line, list);

    /// <summary>Reads the only customer of the text, who need not be plain: see <see cref="PlainFields"/>.</summary>
    /// <param name="start">Where he begins.</param>
    /// <returns>The place after the customer.</returns>
    public int ReadAny(int start)
    {
        var row = TakeIn(line: 1, list: null, out var cells);
        return _kit.Fields.ReadAny(_text.Span, start, row, cells, options.Strict);
    }

    /// <summary>Reads a customer who is a document by himself; one that is broken is told in his place.</summary>
    /// <param name="start">Where the document begins in the text.</param>
    /// <param name="length">Of the document in bytes.</param>
    /// <param name="line">Line of the request, from 1.</param>
    public void ReadLine(int start, int length, long line)
    {
        var text = _text.Span[..(start + length)];
        try
        {
            var end = Read(text, JsonText.SkipSpace(text, start), line, list: null);
            if (JsonText.SkipSpace(text, end) == text.Length)
                return;
        }
        catch (JsonException)
        {
            // Told below, with its place in the line.
        }

        // More than one document is none.
        var row = _blocks[^1].Row(_blocks[^1].Count - 1);
        row.Begin(line, list: null);
        row.Problem = Problems.BrokenJson(JsonText.ErrorOf(text[start..]), linesBefore: line - 1);
    }

    /// <summary>Notes that something stands in a customer's place.</summary>
    public void Add(Problem problem, long line)
    {
        TakeIn(line, list: null, out var cells).Problem = problem;
        cells.Fill(float.NaN);
    }

    /// <summary>Waits until all customers are scored.</summary>
    public Task CompleteAsync()
    {
        if (_blocks.Count > _begun)
            Score(_blocks[^1]);
        return _elsewhere is null ? Task.CompletedTask : Task.WhenAll(_elsewhere);
    }

    /// <summary>Forgets all customers, and waits for whoever works on them.</summary>
    public void Clear()
    {
        if (_elsewhere is not null)
            WaitFor(_elsewhere);

        foreach (var block in _blocks)
            _kit.Blocks.Return(block);
        _blocks.Clear();
        (_elsewhere, _begun, Count) = (null, 0, 0);
    }

    private int Read(ReadOnlySpan<byte> text, int start, long line, string? list)
    {
        var row = TakeIn(line, list, out var cells);
        return _kit.Fields.Read(text, start, row, cells, options.Strict);
    }

    /// <summary>Takes in another customer, into a block that has room.</summary>
    /// <param name="cells">Still to be written.</param>
    private CustomerRow TakeIn(long line, string? list, out Span<float> cells)
    {
        if (_blocks.Count == 0 || _blocks[^1].IsFull)
        {
            if (_blocks.Count > 0)
                Score(_blocks[^1]);
            _blocks.Add(_kit.Blocks.Get());
        }
        Count++;
        var block = _blocks[^1];
        var row = block.Add(line, list);
        cells = block.CellsOf(block.Count - 1);
        return row;
    }

    private void Score(CustomerBlock block)
    {
        _begun++;
        if (_isParallel && Count > FewestShared)
            Share(block);
        else
            block.Write(_text.Span, _writer!, options);
    }

    private static void WaitFor(List<Task> works)
    {
        foreach (var work in works)
        {
            if (!work.IsCompleted)
                ((IAsyncResult)work).AsyncWaitHandle.WaitOne();
        }
    }

    private void Share(CustomerBlock block)
    {
        var (text, writer) = (_text, _writer!);
        (_elsewhere ??= []).Add(ScoringWorkers.Run(() => block.Write(text.Span, writer, options)));
    }
}
