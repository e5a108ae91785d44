using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Trainers.Linear;

/// <summary>How frequent each class is among weighted rows.</summary>
internal static class ClassShares
{
    /// <returns>One a class, summing to 1.</returns>
    public static double[] Of(TrainingSet rows)
    {
        var shares = new double[rows.Classes];
        for (var row = 0; row < rows.RowCount; row++)
            shares[(int)rows.Labels[row]] += rows.Weights?[row] ?? 1;
        var total = shares.Sum();
        return Array.ConvertAll(shares, share => share / total);
    }

    /// <summary>Raw scores that stand for the shares: log-odds of two classes, a logarithm for each of several. Shares are kept 1e-15 away from 0.</summary>
    public static double[] Scores(double[] shares) =>
        shares.Length == 2 ? [Sigmoid.Inverse(shares[1])] : Array.ConvertAll(shares, share => Math.Log(Math.Max(1e-15, share)));
}
