using Microsoft.ML;
using Microsoft.ML.Data;
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

    /// <summary>
    /// The rows as ML.NET wants them: <c>Features</c>, <c>Weight</c>, and <c>Label</c>, which is a boolean for two classes,
    /// a key for several, and a float for a regression.
    /// </summary>
    internal IDataView ToDataView(MLContext context)
    {
        var rows = Enumerable.Range(0, RowCount);
        return Task switch
        {
            ModelTask.Binary => Load(rows.Select(row => Fill(new ClassRow { Label = Labels[row] > 0.5f }, row))),
            ModelTask.Multiclass => Load(
                rows.Select(row => Fill(new KeyRow { Label = (uint)Labels[row] }, row)),
                schema => schema[nameof(KeyRow.Label)].ColumnType = new KeyDataViewType(typeof(uint), Classes)),
            _ => Load(rows.Select(row => Fill(new NumberRow { Label = Labels[row] }, row))),
        };

        IDataView Load<T>(IEnumerable<T> items, Action<SchemaDefinition>? change = null)
            where T : Row
        {
            var schema = SchemaDefinition.Create(typeof(T));
            schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Width);
            change?.Invoke(schema);
            return context.Data.LoadFromEnumerable(items, schema);
        }

        T Fill<T>(T item, int row)
            where T : Row
        {
            item.Features = Vectors[row];
            item.Weight = Weights?[row] ?? 1;
            return item;
        }
    }

    private abstract class Row
    {
        public float[] Features { get; set; } = [];

        public float Weight { get; set; }
    }

    private sealed class ClassRow : Row
    {
        public bool Label { get; set; }
    }

    private sealed class KeyRow : Row
    {
        public uint Label { get; set; }
    }

    private sealed class NumberRow : Row
    {
        public float Label { get; set; }
    }
}
