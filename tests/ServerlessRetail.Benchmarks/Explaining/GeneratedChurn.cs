using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Benchmarks.Explaining;

/// <summary>Rows of the size of the Telco churn file, one-hot encoded: 20 columns, 45 slots, a fixed seed.</summary>
internal static class GeneratedChurn
{
    public const int Rows = 5_634;

    /// <summary>Slots of each column: four numbers, eight columns of two categories, six of three, one of four, one of three.</summary>
    private static readonly int[] Widths = [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 4, 3];

    public static SlotGroups Columns => new(Widths);

    public static TrainingSet Create(int seed)
    {
        var random = new Random(seed);
        var vectors = new float[Rows][];
        var labels = new float[Rows];
        for (var row = 0; row < Rows; row++)
        {
            vectors[row] = [.. Widths.SelectMany(width => width == 1 ? [(float)random.NextDouble()] : OneHot(random, width))];
            labels[row] = random.NextDouble() < Sigmoid.Of(LogOdds(vectors[row])) ? 1 : 0;
        }
        return new TrainingSet(ModelTask.Binary, vectors, labels);
    }

    private static float[] OneHot(Random random, int width)
    {
        var slots = new float[width];
        slots[random.Next(width)] = 1;
        return slots;
    }

    private static double LogOdds(float[] slots)
    {
        var sum = -1.5 - (3 * slots[0]) + (2 * slots[1] * slots[20]);
        for (var slot = 4; slot < slots.Length; slot++)
            sum += 0.6 * Math.Sin(slot) * slots[slot];
        return sum;
    }
}
