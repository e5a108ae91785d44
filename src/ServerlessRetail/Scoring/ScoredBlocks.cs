using System.Text.Json;
using System.Text.Unicode;
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

    /// <summary>Whether all of the text is UTF-8.</summary>
    private bool _isValidText;

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
        _isValidText = Utf8.IsValid(text.Span);
    }

    /// <summary>Reads a customer out of a document.</summary>
    /// <inheritdoc cref="FieldReader.Read"/>
    /// <param name="line">Place in the request, from 1.</param>
    /// <param name="list">The array's name, as of <see cref="CustomerRow.Begin(long, string?)"/>.</param>
    public void Read(ref Utf8JsonReader reader, long line, string? list)
    {
        var block = NextBlock();
        var row = block.Add(line, list);
        _kit.Fields.Read(ref reader, offset: 0, row, block.CellsOf(block.Count - 1), options.Strict, _isValidText);
    }

    /// <summary>Reads a customer who is a document by himself; one that is broken is told in his place.</summary>
    /// <param name="json">The document.</param>
    /// <param name="offset">Where it begins in the text.</param>
    /// <param name="line">Line of the request, from 1.</param>
    public void ReadLine(ReadOnlySpan<byte> json, int offset, long line)
    {
        var block = NextBlock();
        var row = block.Add(line, list: null);
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            _kit.Fields.Read(ref reader, offset, row, block.CellsOf(block.Count - 1), options.Strict, _isValidText);

            // More than one document is none.
            reader.Read();
        }
        catch (JsonException exception)
        {
            row.Begin(line, list: null);
            row.Problem = Problems.BrokenJson(exception, linesBefore: line - 1);
        }
    }

    /// <summary>Notes that something stands in a customer's place.</summary>
    public void Add(Problem problem, long line)
    {
        var block = NextBlock();
        block.Add(line, list: null).Problem = problem;
        block.CellsOf(block.Count - 1).Fill(float.NaN);
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

    private CustomerBlock NextBlock()
    {
        if (_blocks.Count == 0 || _blocks[^1].IsFull)
        {
            if (_blocks.Count > 0)
                Score(_blocks[^1]);
            _blocks.Add(_kit.Blocks.Get());
        }
        Count++;
        return _blocks[^1];
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
