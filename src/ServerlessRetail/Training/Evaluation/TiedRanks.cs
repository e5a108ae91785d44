using System.Buffers;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>Ranks of numbers, equal ones sharing the mean of theirs; sorted once, ranked again for any counts of the rows.</summary>
internal sealed class TiedRanks
{
    private readonly int[] _order;
    private readonly bool[] _endsTie;

    public TiedRanks(double[] numbers)
    {
        var sorted = (double[])numbers.Clone();
        _order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, _order);
        _endsTie = new bool[sorted.Length];
        for (var rank = 0; rank < sorted.Length; rank++)
            _endsTie[rank] = rank + 1 == sorted.Length || sorted[rank] != sorted[rank + 1];
    }

    /// <summary>Spearman's rank correlation, -1 to 1; 0 where one side is constant.</summary>
    /// <param name="counts">How often each row counts; empty: each once.</param>
    public static double Correlation(TiedRanks left, TiedRanks right, ReadOnlySpan<int> counts)
    {
        var length = left._order.Length;
        var rented = ArrayPool<double>.Shared.Rent(2 * length);
        var ofLeft = rented.AsSpan(0, length);
        var ofRight = rented.AsSpan(length, length);
        var middle = left.Fill(counts, ofLeft);
        right.Fill(counts, ofRight);
        double product = 0, leftSquares = 0, rightSquares = 0;
        for (var row = 0; row < length; row++)
        {
            var (l, r, count) = (ofLeft[row] - middle, ofRight[row] - middle, counts.IsEmpty ? 1 : counts[row]);
            product += count * l * r;
            leftSquares += count * l * l;
            rightSquares += count * r * r;
        }
        ArrayPool<double>.Shared.Return(rented);
        return leftSquares > 0 && rightSquares > 0 ? product / (Math.Sqrt(leftSquares) * Math.Sqrt(rightSquares)) : 0;
    }

    /// <returns>The mean rank.</returns>
    private double Fill(ReadOnlySpan<int> counts, Span<double> ranks)
    {
        var (start, before, taken) = (0, 0L, 0L);
        for (var rank = 0; rank < _order.Length; rank++)
        {
            taken += counts.IsEmpty ? 1 : counts[_order[rank]];
            if (!_endsTie[rank])
                continue;
            var shared = (before + taken + 1) / 2.0;
            for (; start <= rank; start++)
                ranks[_order[start]] = shared;
            before = taken;
        }
        return (taken + 1) / 2.0;
    }
}
