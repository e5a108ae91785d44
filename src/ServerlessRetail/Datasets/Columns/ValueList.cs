using System.Runtime.InteropServices;
using System.Text;

namespace ServerlessRetail.Datasets;

/// <summary>Texts as UTF-8 in a few large blocks: millions of distinct texts without an object for each.</summary>
internal sealed class ValueList
{
    private const int BlockSize = 1 << 20;

    private readonly List<byte[]> _blocks = [];
    private readonly ChunkedList<Place> _places = new();
    private long _blockBytes;
    private int _used;

    public int Count => _places.Count;

    public long MemoryBytes => _blockBytes + _places.CountBytes(Marshal.SizeOf<Place>());

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var place = _places[index];
            return _blocks[place.Block].AsSpan(place.Start, place.Length);
        }
    }

    public string GetString(int index) => Encoding.UTF8.GetString(this[index]);

    public void Add(ReadOnlySpan<byte> utf8)
    {
        if (_blocks.Count == 0 || _used + utf8.Length > _blocks[^1].Length)
            AddBlock(utf8.Length);
        utf8.CopyTo(_blocks[^1].AsSpan(_used));
        _places.Add(new Place(_blocks.Count - 1, _used, utf8.Length));
        _used += utf8.Length;
    }

    /// <summary>Blocks double up to a megabyte, since most columns have a handful of short texts.</summary>
    private void AddBlock(int atLeast)
    {
        var size = Math.Max(atLeast, _blocks.Count == 0 ? 256 : Math.Min(BlockSize, 2 * _blocks[^1].Length));
        _blocks.Add(new byte[size]);
        _blockBytes += size;
        _used = 0;
    }

    private readonly record struct Place(int Block, int Start, int Length);
}
