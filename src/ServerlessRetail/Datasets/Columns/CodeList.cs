namespace ServerlessRetail.Datasets;

/// <summary>One code a row, from -1 (missing), in one, two or four bytes each: as wide as the largest code so far asks for.</summary>
internal sealed class CodeList
{
    private ChunkedList<byte>? _bytes = new();
    private ChunkedList<ushort>? _shorts;
    private ChunkedList<int>? _ints;

    public int Count => _bytes?.Count ?? _shorts?.Count ?? _ints!.Count;

    public long MemoryBytes => _bytes?.CountBytes(1) ?? _shorts?.CountBytes(2) ?? _ints!.CountBytes(4);

    // A code is stored plus one, so that a missing cell is 0.
    public int this[int row] =>
        (_bytes is not null ? _bytes[row] : _shorts is not null ? _shorts[row] : _ints![row]) - 1;

    public static CodeList From(ReadOnlySpan<int> codes)
    {
        var list = new CodeList();
        list.Append(codes);
        return list;
    }

    public int CountMissing() => _bytes?.CountOf(0) ?? _shorts?.CountOf(0) ?? _ints!.CountOf(0);

    public void Append(ReadOnlySpan<int> codes)
    {
        var largest = System.Numerics.Tensors.TensorPrimitives.Max(codes.IsEmpty ? [-1] : codes);
        Widen(largest);
        while (!codes.IsEmpty)
        {
            int written;
            if (_bytes is not null)
            {
                var room = _bytes.GetRoom(codes.Length);
                for (var i = 0; i < room.Length; i++)
                    room[i] = (byte)(codes[i] + 1);
                _bytes.Advance(written = room.Length);
            }
            else if (_shorts is not null)
            {
                var room = _shorts.GetRoom(codes.Length);
                for (var i = 0; i < room.Length; i++)
                    room[i] = (ushort)(codes[i] + 1);
                _shorts.Advance(written = room.Length);
            }
            else
            {
                var room = _ints!.GetRoom(codes.Length);
                for (var i = 0; i < room.Length; i++)
                    room[i] = codes[i] + 1;
                _ints.Advance(written = room.Length);
            }

            codes = codes[written..];
        }
    }

    private void Widen(int largest)
    {
        if (_bytes is not null && largest >= byte.MaxValue)
        {
            _shorts = _bytes.Select(value => (ushort)value);
            _bytes = null;
        }

        if (_shorts is not null && largest >= ushort.MaxValue)
        {
            _ints = _shorts.Select(value => (int)value);
            _shorts = null;
        }
    }
}
