using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Tests.Training.Trainers;

/// <summary>Standard normal slots with a label that follows from them by known coefficients.</summary>
internal static class SyntheticRows
{
    /// <summary>Log-odds, or label units, that a slot adds for each standard deviation; the last slot says nothing.</summary>
    public static readonly double[] Coefficients = [1.5, -1, 0.5, 0];

    /// <summary>Of several classes, each with its own score: class × slot.</summary>
    public static readonly double[][] ClassCoefficients = [[1.5, -1, 0.5, 0], [-1.5, -1, 0, 0], [0, 2, -0.5, 0]];

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
            var signal = Intercept + Score(Coefficients, vectors[row]);
            labels[row] = task switch
            {
                ModelTask.Binary => random.NextDouble() < Sigmoid.Of(signal) ? 1 : 0,
                ModelTask.Multiclass => DrawClass(random, vectors[row]),
                _ => (float)(signal + (Noise * Normal(random))),
            };
        }
        var set = new TrainingSet(task, vectors, labels);
        return task == ModelTask.Multiclass ? set with { Classes = ClassCoefficients.Length } : set;
    }

    private static int DrawClass(Random random, float[] vector)
    {
        var probabilities = new double[ClassCoefficients.Length];
        Softmax.Of([.. ClassCoefficients.Select(coefficients => Score(coefficients, vector))], probabilities);
        var drawn = random.NextDouble();
        var last = 0;
        while (last < probabilities.Length - 1 && (drawn -= probabilities[last]) >= 0)
            last++;
        return last;
    }

    private static double Score(double[] coefficients, float[] vector) => coefficients.Zip(vector, (coefficient, slot) => coefficient * slot).Sum();

    // Box and Muller, 1958.
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
