using ServerlessRetail.Datasets;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Training.Trainers.Linear;

/// <summary>Makes predictors of what was solved for.</summary>
internal static class LinearPredictors
{
    /// <param name="biases">One an output.</param>
    /// <param name="weights">Outputs × slots.</param>
    /// <param name="means">One a slot.</param>
    /// <exception cref="RejectedException"><see cref="RejectionReasons.CannotFit"/>: a number is not finite.</exception>
    public static TrainedPredictor Create(double[] biases, double[] weights, double[] means)
    {
        var narrow = Array.ConvertAll(means, mean => (float)mean);
        return Array.TrueForAll(biases, double.IsFinite) && Array.TrueForAll(weights, double.IsFinite) && Array.TrueForAll(narrow, float.IsFinite)
            ? new TrainedPredictor(new LinearPredictor(biases, weights, narrow))
            : throw new RejectedException(
                RejectionReasons.CannotFit,
                $"The numbers in the columns are too extreme to learn from. Exclude the column that has them in {DatasetName.SettingsFile}.");
    }
}
