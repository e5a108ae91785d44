using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessRetail.Training.Trainers.Network;

/// <summary>
/// Products of float matrices in blocks of 4 rows and 2 vectors that stay in registers (Goto and van de Geijn, 2008).
/// An entry adds up its terms in order, each with one rounding.
/// </summary>
internal static class MatrixProduct
{
    private static int Lanes => Vector<float>.Count;

    /// <summary>A number of columns that vectors fill.</summary>
    public static int Pad(int columns) => (columns + Lanes - 1) / Lanes * Lanes;

    /// <summary><c>product = left · right</c>, or <c>product += left · right</c>.</summary>
    /// <param name="left">Rows × inner; the entry in row r and column i is at <c>r · leftRow + i · leftInner</c>.</param>
    /// <param name="right">Inner × columns.</param>
    /// <param name="product">Rows × columns.</param>
    /// <param name="columns">A <see cref="Pad">padded</see> number.</param>
    public static void Multiply(
        ReadOnlySpan<float> left, int leftRow, int leftInner, ReadOnlySpan<float> right, Span<float> product, int rows, int inner, int columns, bool adds)
    {
        if (rows == 0 || columns == 0)
            return;
        if (!adds)
            product[..(rows * columns)].Clear();
        if (inner == 0)
            return;
        if (left.Length < ((rows - 1) * leftRow) + ((inner - 1) * leftInner) + 1 || right.Length < inner * columns || product.Length < rows * columns || columns % Lanes != 0)
            throw new ArgumentException("The matrices are smaller than the product needs.", nameof(product));

        ref var a = ref MemoryMarshal.GetReference(left);
        ref var b = ref MemoryMarshal.GetReference(right);
        ref var c = ref MemoryMarshal.GetReference(product);
        var row = 0;
        for (; row + 4 <= rows; row += 4)
        {
            ref var aBlock = ref Unsafe.Add(ref a, row * leftRow);
            ref var cBlock = ref Unsafe.Add(ref c, row * columns);
            var column = 0;
            for (; column + (2 * Lanes) <= columns; column += 2 * Lanes)
                Block4X2(ref aBlock, leftRow, leftInner, ref Unsafe.Add(ref b, column), ref Unsafe.Add(ref cBlock, column), inner, columns);
            for (; column < columns; column += Lanes)
                Block4X1(ref aBlock, leftRow, leftInner, ref Unsafe.Add(ref b, column), ref Unsafe.Add(ref cBlock, column), inner, columns);
        }
        for (; row < rows; row++)
        {
            for (var column = 0; column < columns; column += Lanes)
                Block1X1(ref Unsafe.Add(ref a, row * leftRow), leftInner, ref Unsafe.Add(ref b, column), ref Unsafe.Add(ref c, (row * columns) + column), inner, columns);
        }
    }

    /// <summary>Columns × rows.</summary>
    public static void Transpose(ReadOnlySpan<float> matrix, Span<float> transposed, int rows, int columns)
    {
        for (var row = 0; row < rows; row++)
        {
            var entries = matrix.Slice(row * columns, columns);
            for (var column = 0; column < entries.Length; column++)
                transposed[(column * rows) + row] = entries[column];
        }
    }

    private static void Block4X2(ref float a, int aRow, int aInner, ref float b, ref float c, int inner, int columns)
    {
        ref var c1 = ref Unsafe.Add(ref c, columns);
        ref var c2 = ref Unsafe.Add(ref c1, columns);
        ref var c3 = ref Unsafe.Add(ref c2, columns);
        var lanes = (nuint)Lanes;
        var (s00, s01) = (Vector.LoadUnsafe(ref c), Vector.LoadUnsafe(ref c, lanes));
        var (s10, s11) = (Vector.LoadUnsafe(ref c1), Vector.LoadUnsafe(ref c1, lanes));
        var (s20, s21) = (Vector.LoadUnsafe(ref c2), Vector.LoadUnsafe(ref c2, lanes));
        var (s30, s31) = (Vector.LoadUnsafe(ref c3), Vector.LoadUnsafe(ref c3, lanes));
        for (var i = 0; i < inner; i++)
        {
            var b0 = Vector.LoadUnsafe(ref b);
            var b1 = Vector.LoadUnsafe(ref b, lanes);
            var factor = new Vector<float>(a);
            s00 = Vector.FusedMultiplyAdd(factor, b0, s00);
            s01 = Vector.FusedMultiplyAdd(factor, b1, s01);
            factor = new Vector<float>(Unsafe.Add(ref a, aRow));
            s10 = Vector.FusedMultiplyAdd(factor, b0, s10);
            s11 = Vector.FusedMultiplyAdd(factor, b1, s11);
            factor = new Vector<float>(Unsafe.Add(ref a, 2 * aRow));
            s20 = Vector.FusedMultiplyAdd(factor, b0, s20);
            s21 = Vector.FusedMultiplyAdd(factor, b1, s21);
            factor = new Vector<float>(Unsafe.Add(ref a, 3 * aRow));
            s30 = Vector.FusedMultiplyAdd(factor, b0, s30);
            s31 = Vector.FusedMultiplyAdd(factor, b1, s31);
            a = ref Unsafe.Add(ref a, aInner);
            b = ref Unsafe.Add(ref b, columns);
        }
        s00.StoreUnsafe(ref c);
        s01.StoreUnsafe(ref c, lanes);
        s10.StoreUnsafe(ref c1);
        s11.StoreUnsafe(ref c1, lanes);
        s20.StoreUnsafe(ref c2);
        s21.StoreUnsafe(ref c2, lanes);
        s30.StoreUnsafe(ref c3);
        s31.StoreUnsafe(ref c3, lanes);
    }

    private static void Block4X1(ref float a, int aRow, int aInner, ref float b, ref float c, int inner, int columns)
    {
        ref var c1 = ref Unsafe.Add(ref c, columns);
        ref var c2 = ref Unsafe.Add(ref c1, columns);
        ref var c3 = ref Unsafe.Add(ref c2, columns);
        var (s0, s1, s2, s3) = (Vector.LoadUnsafe(ref c), Vector.LoadUnsafe(ref c1), Vector.LoadUnsafe(ref c2), Vector.LoadUnsafe(ref c3));
        for (var i = 0; i < inner; i++)
        {
            var b0 = Vector.LoadUnsafe(ref b);
            s0 = Vector.FusedMultiplyAdd(new Vector<float>(a), b0, s0);
            s1 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref a, aRow)), b0, s1);
            s2 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref a, 2 * aRow)), b0, s2);
            s3 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref a, 3 * aRow)), b0, s3);
            a = ref Unsafe.Add(ref a, aInner);
            b = ref Unsafe.Add(ref b, columns);
        }
        s0.StoreUnsafe(ref c);
        s1.StoreUnsafe(ref c1);
        s2.StoreUnsafe(ref c2);
        s3.StoreUnsafe(ref c3);
    }

    private static void Block1X1(ref float a, int aInner, ref float b, ref float c, int inner, int columns)
    {
        var sum = Vector.LoadUnsafe(ref c);
        for (var i = 0; i < inner; i++)
        {
            sum = Vector.FusedMultiplyAdd(new Vector<float>(a), Vector.LoadUnsafe(ref b), sum);
            a = ref Unsafe.Add(ref a, aInner);
            b = ref Unsafe.Add(ref b, columns);
        }
        sum.StoreUnsafe(ref c);
    }
}
