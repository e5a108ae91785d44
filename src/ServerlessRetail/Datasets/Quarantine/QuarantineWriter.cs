using System.Buffers;
using System.Globalization;
using System.Text;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Writes the rows that were left out as a CSV in the delimiter of their file: <c>quarantine_line</c> and
/// <c>quarantine_reason</c>, then each row's raw text as it was. Once mended, the file can be uploaded like any other:
/// the reader drops those two columns.
/// </summary>
/// <remarks>
/// In UTF-8 with a byte order mark. Cells that a spreadsheet would run as a formula (they begin with = + - or @ and are
/// no plain numbers) get an apostrophe before them, which the reader takes away again when it finds the two columns; a
/// cell that already begins with apostrophes and one of these characters gets one more. The destination is opened when
/// the first row is written, and not at all if there is none. Not thread-safe.
/// </remarks>
/// <param name="open">Opens the destination; it is disposed together with the writer.</param>
public sealed class QuarantineWriter(Func<CancellationToken, Task<Stream>> open) : IAsyncDisposable
{
    public const string LineColumn = "quarantine_line";
    public const string ReasonColumn = "quarantine_reason";

    /// <summary>The one other column where the file was JSON: the object as it was.</summary>
    public const string JsonColumn = "quarantine_json";

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _pending = new();
    private Stream? _destination;
    private byte _delimiter;

    /// <summary>Rows written, by reason.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Rows written.</summary>
    public int Total { get; private set; }

    internal int PendingBytes => _pending.WrittenCount;

    /// <summary>Writes what is pending and closes the destination.</summary>
    public async ValueTask DisposeAsync()
    {
        await FlushAsync(CancellationToken.None);
        if (_destination is not null)
            await _destination.DisposeAsync();
        _destination = null;
    }

    /// <summary>States the columns. Only the first call counts; a later one is for the same file, read once more.</summary>
    internal void Begin(IEnumerable<string> names, byte delimiter)
    {
        if (_delimiter != 0)
            return;
        _delimiter = delimiter;
        _pending.Write("\uFEFF"u8);
        Write(LineColumn);
        Write([_delimiter]);
        Write(ReasonColumn);
        foreach (var name in names)
            WriteCell(Encoding.UTF8.GetBytes(name));

        Write("\r\n");
    }

    /// <summary>Takes a row; <see cref="FlushAsync"/> sends it on.</summary>
    /// <param name="line">Line on which the row begins, from 1.</param>
    /// <param name="reason">A reason code.</param>
    /// <param name="raw">The row's text without its line end.</param>
    internal void Add(long line, string reason, ReadOnlySpan<byte> raw)
    {
        BeginRow(line, reason);
        Write([_delimiter]);
        FormulaGuard.Write(raw, _delimiter, _pending);
        Write("\r\n");
    }

    /// <summary>Takes a row out of a file that is no text, or a JSON object as its one cell.</summary>
    internal void Add(long line, string reason, byte[] buffer, ReadOnlySpan<Field> cells)
    {
        BeginRow(line, reason);
        foreach (var cell in cells)
            WriteCell(buffer.AsSpan(cell.Start, cell.Length));
        Write("\r\n");
    }

    internal async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (Total == 0)
            return;
        _destination ??= await open(cancellationToken);
        await _destination.WriteAsync(_pending.WrittenMemory, cancellationToken);
        _pending.ResetWrittenCount();
    }

    private void BeginRow(long line, string reason)
    {
        Total++;
        _counts[reason] = _counts.GetValueOrDefault(reason) + 1;
        Write(line.ToString(CultureInfo.InvariantCulture));
        Write([_delimiter]);
        Write(reason);
    }

    private void WriteCell(ReadOnlySpan<byte> text)
    {
        Write([_delimiter]);
        FormulaGuard.WriteCell(text, _delimiter, _pending);
    }

    private void Write(string text) => _pending.Write(Encoding.UTF8.GetBytes(text));

    private void Write(ReadOnlySpan<byte> bytes) => _pending.Write(bytes);
}
