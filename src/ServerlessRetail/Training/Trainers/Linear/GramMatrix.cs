namespace ServerlessRetail.Training.Trainers.Linear;

/// <summary>
/// <c>Σ weight · (row - means) (row - means)ᵀ</c> over rows of floats, in doubles: all that least squares needs to know of
/// the rows. Symmetric, row after row.
/// </summary>
internal static class GramMatrix
{
    /// <summary>Widest matrix that is built: 128 MB.</summary>
    public const int MaxWidth = 4_000;

    /// <summary>Rows that are taken together; a multiple of every register's doubles.</summary>
    private const int BlockRows = 64;

    /// <summary>Distance of two columns of a block, which keeps them out of each other's cache lines.</summary>
    private const int Stride = BlockRows + 8;

    /// <summary>A mean this many deviations away from 0 would eat up digits; taken off before squaring.</summary>
    private const double FarMean = 10;

    /// <param name="vectors">Rows × slots.</param>
    /// <param name="weights">One a row, 0 or more; null: all 1.</param>
    /// <param name="moments">Of the same rows and weights.</param>
    public static double[] Compute(float[][] vectors, double[]? weights, SlotMoments moments, CancellationToken cancellationToken)
    {
        var width = moments.Means.Length;
        var gram = new double[width * width];
        var shifts = Enumerable.Range(0, width).Select(slot => IsFar(moments, slot) ? moments.Means[slot] : 0).ToArray();
        var block = new double[width * Stride];
        var active = new int[width + 3];
        for (var start = 0; start < vectors.Length; start += BlockRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Fill(block, active, vectors.AsSpan(start, Math.Min(BlockRows, vectors.Length - start)), weights.AsSpan(weights is null ? 0 : start), shifts);
            Add(gram, width, block, active.AsSpan(0, count));
        }

        for (var slot = 0; slot < width; slot++)
        {
            var distance = moments.Means[slot] - shifts[slot];
            for (var other = slot; other < width; other++)
            {
                // Where both are shifted to their means, nothing is left to take off.
                gram[(slot * width) + other] -= moments.Total * distance * (moments.Means[other] - shifts[other]);
                gram[(other * width) + slot] = gram[(slot * width) + other];
            }
            gram[(slot * width) + slot] = moments.Squares[slot];
        }
        return gram;
    }

    private static bool IsFar(SlotMoments moments, int slot) =>
        Math.Abs(moments.Means[slot]) > FarMean * Math.Sqrt(moments.Squares[slot] / moments.Total);

    /// <summary>Columns of a block, times the root of the weights. A block hardly touches rare categories: columns of zeros are skipped.</summary>
    /// <returns>How many columns are not all zero; their slots are in <paramref name="active"/>.</returns>
    private static int Fill(double[] block, int[] active, ReadOnlySpan<float[]> vectors, ReadOnlySpan<double> weights, double[] shifts)
    {
        Array.Clear(block);
        var count = 0;
        for (var slot = 0; slot < shifts.Length; slot++)
        {
            var column = block.AsSpan(slot * Stride, BlockRows);
            var shift = shifts[slot];
            var any = false;
            for (var row = 0; row < vectors.Length; row++)
            {
                var value = vectors[row][slot] - shift;
                column[row] = value;
                any |= value != 0;
            }
            if (!any)
                continue;
            active[count++] = slot;
            for (var row = 0; row < vectors.Length && !weights.IsEmpty; row++)
                column[row] *= Math.Sqrt(weights[row]);
        }
        return count;
    }

    private static void Add(double[] gram, int width, double[] block, ReadOnlySpan<int> active)
    {
        for (var i = 0; i < active.Length; i++)
        {
            var column = Column(active[i]);
            var sums = gram.AsSpan(active[i] * width, width);
            var j = i;
            for (; j + 3 < active.Length; j += 4)
            {
                var (first, second, third, fourth) = RowKernels.DotFour(column, Column(active[j]), Column(active[j + 1]), Column(active[j + 2]), Column(active[j + 3]));
                sums[active[j]] += first;
                sums[active[j + 1]] += second;
                sums[active[j + 2]] += third;
                sums[active[j + 3]] += fourth;
            }
            for (; j < active.Length; j++)
                sums[active[j]] += System.Numerics.Tensors.TensorPrimitives.Dot(column, Column(active[j]));
        }

        ReadOnlySpan<double> Column(int slot) => block.AsSpan(slot * Stride, BlockRows);
    }
}
