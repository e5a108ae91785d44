using ServerlessRetail.Datasets.Duplicates;

namespace ServerlessRetail.Datasets.Guards;

/// <summary>What the guards look at: a file after its split. What a model could learn is judged on the training rows only.</summary>
public sealed class GuardedData
{
    /// <summary>As many training rows tell an AUC of 0.95 from one of 0.94; more take longer and tell no more.</summary>
    public const int MaxSample = 50_000;

    /// <param name="dataset">The file.</param>
    /// <param name="schema">What its columns are.</param>
    /// <param name="trainRows">Rows of the dataset to learn from, ascending.</param>
    /// <param name="trainLabels">One a training row: 1 for the positive class and 0 for the other, or the number to predict.</param>
    /// <param name="testLabels">The same for the rows that are held out.</param>
    /// <param name="duplicates">Which rows of the dataset say the same.</param>
    public GuardedData(
        Dataset dataset, DatasetSchema schema, IReadOnlyList<int> trainRows, float[] trainLabels, float[] testLabels, DuplicateRows duplicates)
    {
        (Dataset, Schema, TestLabels, TrainLabels, Duplicates) = (dataset, schema, testLabels, trainLabels, duplicates);
        var taken = Math.Min(MaxSample, trainRows.Count);
        (Rows, Labels) = (new int[taken], new float[taken]);
        for (var i = 0; i < taken; i++)
        {
            var from = (int)((long)i * trainRows.Count / taken);
            (Rows[i], Labels[i]) = (trainRows[from], trainLabels[from]);
        }
    }

    public Dataset Dataset { get; }

    public DatasetSchema Schema { get; }

    public DuplicateRows Duplicates { get; }

    public float[] TrainLabels { get; }

    public float[] TestLabels { get; }

    /// <summary>Evenly spread training rows, ascending, at most <see cref="MaxSample"/>.</summary>
    public int[] Rows { get; }

    /// <summary>One a row of <see cref="Rows"/>.</summary>
    public float[] Labels { get; }

    public bool IsClassification => Schema.Label.Task != ModelTask.Regression;

    /// <summary>The columns that a model would learn from.</summary>
    public IEnumerable<(ColumnSchema Schema, Column Column)> Features =>
        Schema.Features.Select(feature => (feature, Dataset.FindColumn(feature.Name)!));

    public int Positives => Labels.Count(label => label > 0.5f);

    /// <summary>Rows of the rarer class in the sample; of no meaning for a regression.</summary>
    public int RarerCount => Math.Min(Positives, Labels.Length - Positives);
}
