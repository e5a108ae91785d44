using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessRetail.Training.Trainers.Linear;

/// <summary>
/// Sums over a row of floats in doubles. Their order depends on the width of the processor's registers: good for training,
/// which promises the same bits on one machine, not for scoring.
/// </summary>
internal static class RowKernels
{
    /// <summary><c>Σ row · weight</c>.</summary>
    public static double Dot(ReadOnlySpan<float> row, ReadOnlySpan<double> weights)
    {
        ref var from = ref MemoryMarshal.GetReference(row);
        ref var by = ref MemoryMarshal.GetReference(weights[..row.Length]);
        var (low, high) = (Vector<double>.Zero, Vector<double>.Zero);
        var slot = 0;
        for (; slot <= row.Length - Vector<float>.Count; slot += Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref from, (nuint)slot), out var left, out var right);
            low += left * Vector.LoadUnsafe(ref by, (nuint)slot);
            high += right * Vector.LoadUnsafe(ref by, (nuint)(slot + Vector<double>.Count));
        }

        var sum = Vector.Sum(low + high);
        for (; slot < row.Length; slot++)
            sum += (double)row[slot] * weights[slot];
        return sum;
    }

    /// <summary>Adds a multiple of a row to sums.</summary>
    public static void AddMultiple(double factor, ReadOnlySpan<float> row, Span<double> sums)
    {
        ref var from = ref MemoryMarshal.GetReference(row);
        ref var to = ref MemoryMarshal.GetReference(sums[..row.Length]);
        var factors = new Vector<double>(factor);
        var slot = 0;
        for (; slot <= row.Length - Vector<float>.Count; slot += Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref from, (nuint)slot), out var left, out var right);
            (Vector.LoadUnsafe(ref to, (nuint)slot) + (factors * left)).StoreUnsafe(ref to, (nuint)slot);
            (Vector.LoadUnsafe(ref to, (nuint)(slot + Vector<double>.Count)) + (factors * right)).StoreUnsafe(ref to, (nuint)(slot + Vector<double>.Count));
        }

        for (; slot < row.Length; slot++)
            sums[slot] += factor * row[slot];
    }

    /// <summary>The sums of products of one column with four others, all of the same length, a multiple of a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (double First, double Second, double Third, double Fourth) DotFour(
        ReadOnlySpan<double> column, ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> third, ReadOnlySpan<double> fourth)
    {
        ref var of = ref MemoryMarshal.GetReference(column);
        ref var one = ref MemoryMarshal.GetReference(first);
        ref var two = ref MemoryMarshal.GetReference(second);
        ref var three = ref MemoryMarshal.GetReference(third);
        ref var four = ref MemoryMarshal.GetReference(fourth);
        var (sum1, sum2, sum3, sum4) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        for (var row = 0; row < column.Length; row += Vector<double>.Count)
        {
            var values = Vector.LoadUnsafe(ref of, (nuint)row);
            sum1 += values * Vector.LoadUnsafe(ref one, (nuint)row);
            sum2 += values * Vector.LoadUnsafe(ref two, (nuint)row);
            sum3 += values * Vector.LoadUnsafe(ref three, (nuint)row);
            sum4 += values * Vector.LoadUnsafe(ref four, (nuint)row);
        }

        return (Vector.Sum(sum1), Vector.Sum(sum2), Vector.Sum(sum3), Vector.Sum(sum4));
    }
}
