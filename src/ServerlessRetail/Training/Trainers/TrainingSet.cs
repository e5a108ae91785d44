using Microsoft.ML;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Training.Trainers;

/// <summary>Feature vectors with their labels, as a trainer takes them.</summary>
/// <param name="Task">What is learned.</param>
/// <param name="Vectors">Rows × slots.</param>
/// <param name="Labels">One a row: 1 or 0 for two classes, the class's index from 0 for several, the number for a regression.</param>
public sealed record TrainingSet(ModelTask Task, float[][] Vectors, float[] Labels)
{
    /// <summary>Classes of the label; 2 for two, 0 for a regression.</summary>
    public int Classes { get; init; } = Task == ModelTask.Regression ? 0 : 2;

    /// <summary>How much each row counts, above 0; null: all the same.</summary>
    public float[]? Weights { get; init; }

    public int RowCount => Labels.Length;

    public int Width => Vectors[0].Length;

    /// <summary>Raw scores of a row.</summary>
    public int Outputs => Task == ModelTask.Multiclass ? Classes : 1;

    /// <summary>Each slot's mean, weighted.</summary>
    public float[] SlotMeans()
    {
        var sums = new double[Width];
        double total = 0;
        for (var row = 0; row < RowCount; row++)
        {
            var (vector, weight) = (Vectors[row], (double)(Weights?[row] ?? 1));
            total += weight;
            for (var slot = 0; slot < sums.Length; slot++)
                sums[slot] += weight * vector[slot];
        }
        return [.. sums.Select(sum => (float)(sum / total))];
    }

    /// <summary>The weights as doubles; null: all the same.</summary>
    internal double[]? DoubleWeights() => Weights is null ? null : Array.ConvertAll(Weights, weight => (double)weight);

    /// <summary>Some of the rows, in the order given.</summary>
    public TrainingSet Take(IReadOnlyList<int> rows) => this with
    {
        Vectors = [.. rows.Select(row => Vectors[row])],
        Labels = [.. rows.Select(row => Labels[row])],
        Weights = Weights is null ? null : [.. rows.Select(row => Weights[row])],
    };

    /// <summary>The rows as ML.NET wants them.</summary>
    internal IDataView ToDataView() => new RowsDataView(this);
}
