using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>Room for some customers on their way from JSON to an answer, used again for others. For one thread at a time.</summary>
internal sealed class CustomerBlock
{
    /// <summary>Most customers in a block.</summary>
    public const int Capacity = 64;

    private const int LargestKept = 1 << 20;

    private readonly FittedModel _model;
    private readonly ScoringSpace _space;
    private readonly RowScore _score;
    private readonly int _cellWidth;
    private readonly List<CustomerRow> _rows = [];
    private float[] _cells = [];
    private double[] _scores = [];

    public CustomerBlock(FittedModel model)
    {
        _model = model;
        _space = model.CreateSpace();
        _score = new RowScore(model);
        _cellWidth = model.Recipe.CellWidth;
    }

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity;

    /// <summary>What <see cref="Write"/> made.</summary>
    public AnswerBuffer Output { get; private set; } = new();

    /// <summary>Whether so little is held that it may wait for another request.</summary>
    public bool MayBeKept => Output.Capacity + (sizeof(float) * _cells.Length) <= LargestKept;

    public CustomerRow Row(int row) => _rows[row];

    public Span<float> CellsOf(int row) => _cells.AsSpan(row * _cellWidth, _cellWidth);

    /// <summary>Takes in another customer, whose cells are still to be written.</summary>
    /// <inheritdoc cref="CustomerRow.Begin(long, string?)"/>
    public CustomerRow Add(long line, string? list)
    {
        if (Count == _rows.Count)
        {
            _rows.Add(new CustomerRow(_model.Recipe.Columns.Count));
            if (_cells.Length < _rows.Count * _cellWidth)
                Array.Resize(ref _cells, Math.Min(Math.Max(2 * Count, 1), Capacity) * _cellWidth);
            if (_scores.Length < _rows.Count * _model.Outputs)
                Array.Resize(ref _scores, Math.Min(Math.Max(2 * Count, 1), Capacity) * _model.Outputs);
        }

        var row = _rows[Count++];
        row.Begin(line, list);
        return row;
    }

    /// <summary>Forgets all customers.</summary>
    public void Clear()
    {
        Count = 0;
        Output.Clear();
    }

    /// <summary>Scores the customers and writes their answers one after the other.</summary>
    /// <param name="text">Where the customers' values are.</param>
    public void Write(ReadOnlySpan<byte> text, IRowWriter writer, in ScoreOptions options)
    {
        var outputs = _model.Outputs;
        if (Count == 1)
            _model.RawScores(CellsOf(0), _space).CopyTo(_scores);
        else
            _model.RawScores(_cells.AsSpan(0, Count * _cellWidth), Count, _scores.AsSpan(0, Count * outputs), _space);
        for (var at = 0; at < Count; at++)
        {
            var row = _rows[at];
            RowScore? score = null;
            if (row is { Problem: null, Errors.Count: 0 })
            {
                // A customer alone is left encoded by what scored him.
                if (options.Reasons > 0 && Count > 1)
                    _model.Encode(CellsOf(at), _space);
                score = _score;
                score.Take(_scores.AsSpan(at * outputs, outputs), _space, options);
            }

            writer.Write(text, row, score, Output);
        }
    }
}
