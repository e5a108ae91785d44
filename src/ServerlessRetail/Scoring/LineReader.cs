namespace ServerlessRetail.Scoring;

/// <summary>Cuts a stream into lines with bounded memory: a line that is too long is passed over, and told.</summary>
/// <param name="stream">Stays open.</param>
/// <param name="maxBytes">Bytes of the longest line that is read, without its line feed.</param>
internal sealed class LineReader(Stream stream, int maxBytes)
{
    private const int FirstBytes = 256 * 1024;

    private byte[] _buffer = new byte[FirstBytes];
    private int _start;
    private int _scanned;
    private int _end;
    private bool _isFinal;
    private bool _passesOver;

    /// <summary>Number of the line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The line without its line feed, valid until <see cref="FillAsync"/>; empty where it is too long.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>What has been read, in which lines stand; valid as long as they are.</summary>
    public ReadOnlyMemory<byte> Text => _buffer;

    /// <summary>Where <see cref="Line"/> begins in <see cref="Text"/>.</summary>
    public int LineStart { get; private set; }

    public bool IsTooLong { get; private set; }

    /// <summary>Waits for more of the stream, once <see cref="TryRead"/> finds no more lines.</summary>
    /// <returns>False: the stream has ended, and so have the lines.</returns>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_isFinal)
            return false;
        MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _isFinal = read == 0;
        _end += read;
        return read > 0 || HasRest;
    }

    /// <summary>Goes to the next line that is whole.</summary>
    public bool TryRead()
    {
        var newLine = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        if (newLine < 0 && !(_isFinal && HasRest))
        {
            _passesOver |= _end - _start > maxBytes;
            _start = _passesOver ? _end : _start;
            _scanned = _end;
            return false;
        }

        var end = newLine < 0 ? _end : _scanned + newLine;
        IsTooLong = _passesOver || end - _start > maxBytes;
        Line = IsTooLong ? default : _buffer.AsMemory(_start, end - _start);
        LineStart = _start;
        Number++;
        _passesOver = false;
        _start = _scanned = newLine < 0 ? _end : end + 1;
        return true;
    }

    /// <summary>Whether there is a line that has not ended.</summary>
    private bool HasRest => _end > _start || _passesOver;

    private void MakeRoom()
    {
        var rest = _buffer.AsSpan(_start, _end - _start);
        var buffer = rest.Length > _buffer.Length / 2 ? new byte[2 * _buffer.Length] : _buffer;
        rest.CopyTo(buffer);
        (_buffer, _scanned, _end, _start) = (buffer, _scanned - _start, rest.Length, 0);
    }
}
