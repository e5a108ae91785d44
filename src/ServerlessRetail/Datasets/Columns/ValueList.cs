using System.Text;

namespace ServerlessRetail.Datasets;

/// <summary>Texts as UTF-8 in a few large blocks: millions of distinct texts without an object for each.</summary>
internal sealed class ValueList
{
    private const int OffsetBits = 20;
    private const int OffsetMask = (1 << OffsetBits) - 1;
    private const int LengthBits = 20;
    private const int LengthMask = (1 << LengthBits) - 1;
    private const int BlockSize = 1 << OffsetBits;

    private readonly List<byte[]> _blocks = [];
    // Block, offset in it and length of each text, packed: there may be as many texts as rows.
    private readonly ChunkedList<ulong> _places = new();
    private long _blockBytes;
    private int _used;

    public int Count => _places.Count;

    public long MemoryBytes => _blockBytes + _places.CountBytes(sizeof(ulong));

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var place = _places[index];
            var block = _blocks[(int)(place >> (OffsetBits + LengthBits))];
            var length = (int)(place & LengthMask);
            return length == LengthMask ? block : block.AsSpan((int)(place >> LengthBits) & OffsetMask, length);
        }
    }

    public string GetString(int index) => Encoding.UTF8.GetString(this[index]);

    public void Add(ReadOnlySpan<byte> utf8)
    {
        // A text as long as a block gets one of its own, and its length is that of the block.
        if (_blocks.Count == 0 || _used + utf8.Length > _blocks[^1].Length || utf8.Length >= LengthMask)
            AddBlock(utf8.Length);
        utf8.CopyTo(_blocks[^1].AsSpan(_used));
        _places.Add(((ulong)(uint)(_blocks.Count - 1) << (OffsetBits + LengthBits)) | ((ulong)(uint)_used << LengthBits) | (uint)Math.Min(utf8.Length, LengthMask));
        _used += utf8.Length;
    }

    /// <summary>Blocks double up to a megabyte, since most columns have a handful of short texts.</summary>
    private void AddBlock(int atLeast)
    {
        var size = atLeast >= LengthMask ? atLeast : Math.Max(atLeast, _blocks.Count == 0 ? 256 : Math.Min(BlockSize, 2 * _blocks[^1].Length));
        _blocks.Add(GC.AllocateUninitializedArray<byte>(size));
        _blockBytes += size;
        _used = 0;
    }
}
