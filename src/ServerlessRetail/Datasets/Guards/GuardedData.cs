using ServerlessRetail.Datasets.Duplicates;

namespace ServerlessRetail.Datasets.Guards;

/// <summary>What the guards look at: a file after its split. What a model could learn is judged on the training rows only.</summary>
public sealed class GuardedData
{
    /// <summary>As many training rows tell an AUC of 0.95 from one of 0.94; more take longer and tell no more.</summary>
    public const int MaxSample = 50_000;

    /// <summary>Rows of the rarer side from which an AUC near 1 is no accident.</summary>
    public const int MinRarer = 20;

    /// <param name="dataset">The file.</param>
    /// <param name="schema">What its columns are.</param>
    /// <param name="trainRows">Rows of the dataset to learn from, ascending.</param>
    /// <param name="trainLabels">One a training row: 1 for the positive class and 0 for the other, the index of one of several classes, or the number to predict.</param>
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

    /// <summary>
    /// The label as questions of yes and no, with enough rows of both to judge by: one for two classes, one a class for
    /// several, none for a number.
    /// </summary>
    public IReadOnlyList<ClassLabels> Classes => field ??= [.. OneVersusRest().Where(label => label.RarerCount >= MinRarer)];

    private IEnumerable<ClassLabels> OneVersusRest() => Schema.Label.Task switch
    {
        ModelTask.Regression => [],
        ModelTask.Binary => [new ClassLabels(Schema.Label.Positive!, Schema.Label.Negative, Labels)],
        _ => Schema.Label.Classes.Select((name, index) => new ClassLabels(name, null, Array.ConvertAll(Labels, label => label == index ? 1f : 0f))),
    };
}
