using System.Text;
using System.Text.Json;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Finds the column of a key. The keys of an object nearly always come in the order of the object before it, so the
/// column after the last one is tried first.
/// </summary>
internal sealed class JsonColumns
{
    private readonly List<byte[]> _keys = [];
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private int _expected;

    public int Count => _keys.Count;

    public string GetKey(int position) => Encoding.UTF8.GetString(_keys[position]);

    public void BeginObject() => _expected = 0;

    /// <summary>The column of the key at which the reader stands; a new one if there is none.</summary>
    public int GetOrAdd(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped && _expected < _keys.Count && reader.ValueSpan.SequenceEqual(_keys[_expected]))
            return _expected++;

        var key = reader.GetString()!;
        if (!_positions.TryGetValue(key, out var position))
        {
            position = _keys.Count;
            _positions.Add(key, position);
            _keys.Add(Encoding.UTF8.GetBytes(key));
        }

        _expected = position + 1;
        return position;
    }

    /// <summary>Forgets the columns that only a bad row had.</summary>
    public void Truncate(int count)
    {
        for (var i = count; i < _keys.Count; i++)
            _positions.Remove(GetKey(i));
        _keys.RemoveRange(count, _keys.Count - count);
    }
}
