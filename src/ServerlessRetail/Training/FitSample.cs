using ServerlessRetail.Datasets;

namespace ServerlessRetail.Training;

/// <summary>Training rows that a part of a model learns from: all of them, or a stratified sample.</summary>
/// <param name="Rows">Rows of the dataset, ascending.</param>
/// <param name="Labels">One a row.</param>
internal sealed record FitSample(IReadOnlyList<int> Rows, float[] Labels)
{
    /// <param name="count">How many; at most as many as there are.</param>
    public static FitSample Of(LabeledRows rows, ModelTask task, int count, int seed)
    {
        var (train, labels) = (rows.Split.Train, rows.TrainLabels);
        if (count == labels.Length)
            return new FitSample(train, labels);
        var taken = Strata.Sample(Strata.Of(task, labels), count, seed);
        return new FitSample(Array.ConvertAll(taken, row => train[row]), Array.ConvertAll(taken, row => labels[row]));
    }
}
