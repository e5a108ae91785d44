using System.Buffers.Binary;
using System.Text;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Texts as UTF-8 in a few large blocks, each after its length: millions of distinct texts without an object for each, and
/// with five more bytes.
/// </summary>
internal sealed class ValueList
{
    /// <summary>Bytes that are readable after a text.</summary>
    internal const int Slack = sizeof(ulong);

    private const int OffsetBits = 20;
    private const int OffsetMask = BlockSize - 1;
    private const int BlockSize = 1 << OffsetBits;
    private const int MostBlocks = 1 << (32 - OffsetBits);

    // The first byte of a length that takes four more.
    private const int Long = byte.MaxValue;

    private readonly List<byte[]> _blocks = [];

    // Block and offset in it: there may be as many texts as rows.
    private readonly ChunkedList<uint> _places = new();
    private long _blockBytes;
    private int _used;

    public int Count => _places.Count;

    public long MemoryBytes => _blockBytes + _places.CountBytes(sizeof(uint));

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var block = Find(index, out var start, out var length);
            return block.AsSpan(start, length);
        }
    }

    /// <returns>The block that holds a text.</returns>
    public byte[] Find(int index, out int start, out int length)
    {
        var place = _places[index];
        var block = _blocks[(int)(place >> OffsetBits)];
        start = (int)(place & OffsetMask) + 1;
        length = block[start - 1];
        if (length == Long)
        {
            length = BinaryPrimitives.ReadInt32LittleEndian(block.AsSpan(start));
            start += sizeof(int);
        }

        return block;
    }

    public string GetString(int index) => Encoding.UTF8.GetString(this[index]);

    public void Add(ReadOnlySpan<byte> utf8)
    {
        var room = 1 + (utf8.Length < Long ? 0 : sizeof(int)) + utf8.Length;
        if (_blocks.Count == 0 || _used + room > _blocks[^1].Length - Slack)
            AddBlock(room + Slack);

        _places.Add(((uint)(_blocks.Count - 1) << OffsetBits) | (uint)_used);
        var block = _blocks[^1].AsSpan(_used, room);
        block[0] = (byte)Math.Min(utf8.Length, Long);
        if (utf8.Length >= Long)
            BinaryPrimitives.WriteInt32LittleEndian(block[1..], utf8.Length);
        utf8.CopyTo(block[^utf8.Length..]);
        _used += room;
    }

    /// <summary>Blocks double up to a megabyte, since most columns have a handful of short texts. A longer text gets one of its own.</summary>
    private void AddBlock(int atLeast)
    {
        if (_blocks.Count == MostBlocks)
            throw new RejectedException(RejectionReasons.MemoryBudget, "A column has more than 4 GB of different texts. Leave it out, or train on a sample of the rows.");
        var size = Math.Max(atLeast, _blocks.Count == 0 ? 256 : Math.Min(BlockSize, 2 * _blocks[^1].Length));
        _blocks.Add(GC.AllocateUninitializedArray<byte>(size));
        _blockBytes += size;
        _used = 0;
    }
}
