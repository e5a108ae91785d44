namespace ServerlessRetail.Training.Trainers.Linear;

/// <summary>Weighted first and second moments of each slot.</summary>
/// <param name="Total">Sum of the rows' weights.</param>
/// <param name="Means">One a slot.</param>
/// <param name="Squares">One a slot: the weighted sum of squared distances from the mean.</param>
internal sealed record SlotMoments(double Total, double[] Means, double[] Squares)
{
    /// <param name="vectors">Rows × slots.</param>
    /// <param name="weights">One a row; null: all 1.</param>
    public static SlotMoments Of(float[][] vectors, double[]? weights)
    {
        var total = weights?.Sum() ?? vectors.Length;
        var means = new double[vectors[0].Length];
        for (var row = 0; row < vectors.Length; row++)
            RowKernels.AddMultiple(weights?[row] ?? 1, vectors[row], means);
        for (var slot = 0; slot < means.Length; slot++)
            means[slot] /= total;

        var squares = new double[means.Length];
        for (var row = 0; row < vectors.Length; row++)
        {
            var (vector, weight) = (vectors[row], weights?[row] ?? 1);
            for (var slot = 0; slot < squares.Length; slot++)
            {
                var distance = vector[slot] - means[slot];
                squares[slot] += weight * distance * distance;
            }
        }
        return new SlotMoments(total, means, squares);
    }
}
