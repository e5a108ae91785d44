using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace ServerlessRetail.Features;

/// <summary>Finds the place of a text among known ones by its UTF-8. Immutable, and safe for many threads.</summary>
internal sealed class Utf8Index
{
    private const int Empty = -1;

    private readonly byte[][] _texts;
    private readonly int[] _buckets;

    /// <param name="texts">Of several alike the first counts. Text with half a character, which UTF-8 cannot hold, is never found.</param>
    public Utf8Index(IReadOnlyList<string> texts)
    {
        _texts = [.. texts.Select(Encoding.UTF8.GetBytes)];

        // At most a quarter full: a text is nearly always in its own bucket.
        _buckets = new int[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, 4 * texts.Count))];
        _buckets.AsSpan().Fill(Empty);
        for (var place = 0; place < texts.Count; place++)
        {
            if (Encoding.UTF8.GetString(_texts[place]) == texts[place] && BucketOf(_texts[place], out var bucket) == Empty)
                _buckets[bucket] = place;
        }
    }

    /// <returns>The text's place; negative where it is none of them.</returns>
    public int Find(ReadOnlySpan<byte> utf8) => BucketOf(utf8, out _);

    private int BucketOf(ReadOnlySpan<byte> utf8, out uint bucket)
    {
        var mask = (uint)_buckets.Length - 1;
        for (bucket = Hash(utf8) & mask; _buckets[bucket] is var place && place != Empty; bucket = (bucket + 1) & mask)
        {
            if (utf8.SequenceEqual(_texts[place]))
                return place;
        }
        return Empty;
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        const ulong GoldenRatio = 0x9E37_79B9_7F4A_7C15;
        var hash = (ulong)utf8.Length;
        if (utf8.Length >= sizeof(ulong))
        {
            // The last eight bytes overlap those before them.
            for (var at = 0; at < utf8.Length - sizeof(ulong); at += sizeof(ulong))
                hash = Mix(hash, MemoryMarshal.Read<ulong>(utf8[at..]));
            hash = Mix(hash, MemoryMarshal.Read<ulong>(utf8[^sizeof(ulong)..]));
        }
        else if (utf8.Length >= sizeof(uint))
        {
            hash = Mix(hash, MemoryMarshal.Read<uint>(utf8) | ((ulong)MemoryMarshal.Read<uint>(utf8[^sizeof(uint)..]) << 32));
        }
        else if (utf8.Length > 0)
        {
            hash = Mix(hash, utf8[0] | ((ulong)utf8[utf8.Length / 2] << 8) | ((ulong)utf8[^1] << 16));
        }
        return (uint)(hash >> 32);

        static ulong Mix(ulong hash, ulong word) => (ulong.RotateLeft(hash, 23) ^ word) * GoldenRatio;
    }
}
