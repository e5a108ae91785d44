using ServerlessRetail.Datasets;

namespace ServerlessRetail.Training.Trainers.Trees;

/// <summary>
/// Moves a regression's labels to mean 0 and deviation 1: boosters take gradients as floats, and FastTree begins at 0.
/// </summary>
internal readonly record struct LabelScaling(double Mean, double Deviation)
{
    /// <summary>Mean and deviation of the labels by their weights.</summary>
    public static LabelScaling Of(TrainingSet rows)
    {
        double total = 0, sum = 0, squares = 0;
        for (var row = 0; row < rows.RowCount; row++)
        {
            total += WeightOf(row);
            sum += WeightOf(row) * rows.Labels[row];
        }
        var mean = sum / total;
        for (var row = 0; row < rows.RowCount; row++)
            squares += WeightOf(row) * (rows.Labels[row] - mean) * (rows.Labels[row] - mean);
        var deviation = Math.Sqrt(squares / total);
        return new LabelScaling(mean, deviation > 0 ? deviation : 1);

        double WeightOf(int row) => rows.Weights?[row] ?? 1;
    }

    public TrainingSet Apply(TrainingSet rows)
    {
        if (rows.Task != ModelTask.Regression)
            return rows;
        var (mean, deviation) = this;
        return rows with { Labels = Array.ConvertAll(rows.Labels, label => (float)((label - mean) / deviation)) };
    }
}
