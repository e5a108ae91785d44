using ServerlessRetail.Models;

namespace ServerlessRetail.Tests.Training.Calibration;

/// <summary>Log-odds drawn from a seed, with labels that come true as often as they say, and what distorts them.</summary>
internal sealed record DrawnScores(double[] LogOdds, float[] Labels)
{
    /// <param name="center">Mean log-odds: below 0 positives are rarer.</param>
    public static DrawnScores Create(int rows, int seed, double center = -1, double spread = 1.5)
    {
        var random = new Random(seed);
        var logOdds = new double[rows];
        var labels = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            logOdds[row] = center + (spread * Normal(random));
            labels[row] = random.NextDouble() < Sigmoid.Of(logOdds[row]) ? 1 : 0;
        }
        return new DrawnScores(logOdds, labels);
    }

    public double[] Distorted(Func<double, double> by) => Array.ConvertAll(LogOdds, logOdds => by(logOdds));

    public double[] Probabilities => Array.ConvertAll(LogOdds, Sigmoid.Of);

    /// <summary>Box and Muller (1958).</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
