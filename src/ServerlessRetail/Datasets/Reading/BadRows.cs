namespace ServerlessRetail.Datasets;

/// <summary>Counts the rows that cannot be read, and sends them to quarantine.</summary>
/// <param name="quarantine">Takes the rows; null: they are passed over.</param>
internal sealed class BadRows(QuarantineWriter? quarantine)
{
    private readonly Dictionary<string, (int Count, long Line)> _byReason = [];

    public int Count { get; private set; }

    public QuarantineWriter? Quarantine => quarantine;

    /// <summary>The reason of most rows, with their number and the first one's line. There must be some.</summary>
    public (string Reason, int Count, long Line) Main =>
        _byReason.MaxBy(pair => pair.Value.Count) is var (reason, (count, line)) ? (reason, count, line) : default;

    /// <summary>Where the delimiter seems to change, and to which; null where it does not.</summary>
    public (char Delimiter, long Line)? NewDelimiter { get; set; }

    /// <summary>Is told each row's reason and line.</summary>
    public Action<string, long>? Noted { get; set; }

    public void Add(string reason, long line)
    {
        Noted?.Invoke(reason, line);
        Count++;
        var (count, first) = _byReason.GetValueOrDefault(reason, (0, line));
        _byReason[reason] = (count + 1, first);
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) =>
        quarantine?.FlushAsync(cancellationToken) ?? default;
}
