using ServerlessRetail.Datasets;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Tests.Training.Trainers;

/// <summary>Standard normal slots with a label that follows from them by known coefficients.</summary>
internal static class SyntheticRows
{
    /// <summary>Log-odds, or label units, that a slot adds for each standard deviation; the last slot says nothing.</summary>
    public static readonly double[] Coefficients = [1.5, -1, 0.5, 0];

    public const double Intercept = -0.5;

    /// <summary>Standard deviation of what the slots do not say about a number.</summary>
    public const double Noise = 0.4;

    public static TrainingSet Create(ModelTask task, int rows = 3_000, int seed = 1)
    {
        var random = new Random(seed);
        var vectors = new float[rows][];
        var labels = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            vectors[row] = [.. Coefficients.Select(_ => (float)Normal(random))];
            var signal = Intercept + Coefficients.Zip(vectors[row], (coefficient, slot) => coefficient * slot).Sum();
            labels[row] = task == ModelTask.Binary
                ? random.NextDouble() < 1 / (1 + Math.Exp(-signal)) ? 1 : 0
                : (float)(signal + (Noise * Normal(random)));
        }
        return new TrainingSet(vectors, labels);
    }

    // Box and Muller, 1958.
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
