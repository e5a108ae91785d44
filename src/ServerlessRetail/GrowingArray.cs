namespace ServerlessRetail;

/// <summary>
/// A list of our own values that is compiled ahead with them: the code of the framework's <see cref="List{T}"/> for a
/// structure from outside the framework is made at run time, which the start to the first answer would wait for.
/// </summary>
internal sealed class GrowingArray<T>
{
    private T[] _items = new T[16];

    public int Count { get; private set; }

    public ref T this[int index] => ref _items[index];

    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            var larger = new T[2 * Count];
            Array.Copy(_items, larger, Count);
            _items = larger;
        }
        _items[Count++] = item;
    }

    public void RemoveLast() => Count--;

    public void Clear() => Count = 0;

    public T[] ToArray()
    {
        var items = new T[Count];
        Array.Copy(_items, items, Count);
        return items;
    }
}
