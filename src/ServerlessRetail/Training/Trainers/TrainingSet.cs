using Microsoft.ML;
using Microsoft.ML.Data;

namespace ServerlessRetail.Training.Trainers;

/// <summary>Feature vectors with their labels, as a trainer takes them.</summary>
/// <param name="Vectors">Rows × slots.</param>
/// <param name="Labels">One a row: 1 or 0 for a classifier, the number for a regression.</param>
public sealed record TrainingSet(float[][] Vectors, float[] Labels)
{
    public int RowCount => Labels.Length;

    public int Width => Vectors[0].Length;

    /// <summary>Each slot's mean.</summary>
    public float[] SlotMeans()
    {
        var sums = new double[Width];
        foreach (var vector in Vectors)
        {
            for (var slot = 0; slot < sums.Length; slot++)
                sums[slot] += vector[slot];
        }
        return [.. sums.Select(sum => (float)(sum / RowCount))];
    }

    /// <summary>The rows as ML.NET wants them; <c>Label</c> is boolean for a classifier.</summary>
    internal IDataView ToDataView(MLContext context, bool classes)
    {
        var schema = SchemaDefinition.Create(classes ? typeof(ClassRow) : typeof(NumberRow));
        schema[nameof(ClassRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Width);
        var rows = Enumerable.Range(0, RowCount);
        return classes
            ? context.Data.LoadFromEnumerable(rows.Select(row => new ClassRow { Features = Vectors[row], Label = Labels[row] > 0.5f }), schema)
            : context.Data.LoadFromEnumerable(rows.Select(row => new NumberRow { Features = Vectors[row], Label = Labels[row] }), schema);
    }

    private sealed class ClassRow
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed class NumberRow
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
