namespace ServerlessRetail.Datasets;

/// <summary>
/// One value a row in blocks of 65,536, so that a column of millions of rows grows without ever being copied and
/// without a second copy in memory. The first block starts small: a file may have thousands of columns.
/// </summary>
internal sealed class ChunkedList<T>
    where T : struct, IEquatable<T>
{
    internal const int ChunkBits = 16;
    internal const int ChunkSize = 1 << ChunkBits;
    internal const int ChunkMask = ChunkSize - 1;
    private const int FirstCapacity = 256;

    private T[][] _chunks = [];
    private int _chunkCount;
    private int _used = ChunkSize;

    public int Count => _chunkCount == 0 ? 0 : ((_chunkCount - 1) << ChunkBits) + _used;

    public ref T this[int index] => ref _chunks[index >> ChunkBits][index & ChunkMask];

    public void Add(T value)
    {
        if (_used == ChunkSize)
            AddChunk(FirstCapacity);
        var chunk = _chunks[_chunkCount - 1];
        if (_used == chunk.Length)
            chunk = GrowLast(_used + 1);
        chunk[_used++] = value;
    }

    /// <summary>Room for at least one more value at the end, at most <paramref name="wanted"/>; <see cref="Advance"/> keeps what was written.</summary>
    public Span<T> GetRoom(int wanted)
    {
        if (_used == ChunkSize)
            AddChunk(wanted);
        var chunk = _chunks[_chunkCount - 1];
        var room = Math.Min(wanted, ChunkSize - _used);
        if (_used + room > chunk.Length)
            chunk = GrowLast(_used + room);
        return chunk.AsSpan(_used, room);
    }

    public void Advance(int count) => _used += count;

    /// <summary>The values from <paramref name="index"/> to the end of their block.</summary>
    public ReadOnlySpan<T> GetRun(int index)
    {
        var chunk = index >> ChunkBits;
        var end = chunk == _chunkCount - 1 ? _used : ChunkSize;
        return _chunks[chunk].AsSpan(index & ChunkMask, end - (index & ChunkMask));
    }

    /// <summary>How often a value is there.</summary>
    public int CountOf(T value)
    {
        var count = 0;
        for (var row = 0; row < Count; row += ChunkSize)
            count += GetRun(row).Count(value);
        return count;
    }

    public ChunkedList<TOther> Select<TOther>(Func<T, TOther> convert)
        where TOther : struct, IEquatable<TOther>
    {
        var converted = new ChunkedList<TOther>();
        for (var row = 0; row < Count; row++)
            converted.Add(convert(this[row]));
        return converted;
    }

    public long CountBytes(int bytesEach) => _chunkCount == 0 ? 0 : (((long)(_chunkCount - 1) << ChunkBits) + _chunks[_chunkCount - 1].Length) * bytesEach;

    private void AddChunk(int wanted)
    {
        if (_chunkCount == _chunks.Length)
            Array.Resize(ref _chunks, Math.Max(4, 2 * _chunkCount));
        var capacity = _chunkCount > 0 ? ChunkSize : Math.Clamp(wanted, FirstCapacity, ChunkSize);
        // What is not written yet is never read: there is no need to clear it.
        _chunks[_chunkCount++] = GC.AllocateUninitializedArray<T>(capacity);
        _used = 0;
    }

    private T[] GrowLast(int needed)
    {
        ref var chunk = ref _chunks[_chunkCount - 1];
        Array.Resize(ref chunk, Math.Min(ChunkSize, Math.Max(needed, 2 * chunk.Length)));
        return chunk;
    }
}
