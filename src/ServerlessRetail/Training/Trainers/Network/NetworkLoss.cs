using ServerlessRetail.Datasets;
using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Trainers.Network;

/// <summary>What a network is trained to make small: cross-entropy for classes, half the squared error for a number.</summary>
internal static class NetworkLoss
{
    /// <param name="scores">One a class for several classes, else one.</param>
    /// <param name="label">The class's index, or the number.</param>
    public static double Of(ModelTask task, ReadOnlySpan<double> scores, double label) => task switch
    {
        // log(1 + e^-|s|) neither overflows nor loses what is small.
        ModelTask.Binary => Math.Max(scores[0], 0) - (scores[0] * label) + Math.Log(1 + Math.Exp(-Math.Abs(scores[0]))),
        ModelTask.Multiclass => LogSum(scores) - scores[(int)label],
        _ => 0.5 * (scores[0] - label) * (scores[0] - label),
    };

    /// <summary>The derivative by each score, times the weight.</summary>
    public static void Gradient(ModelTask task, ReadOnlySpan<float> scores, double label, double weight, Span<float> gradient)
    {
        if (task != ModelTask.Multiclass)
        {
            gradient[0] = (float)(weight * ((task == ModelTask.Binary ? Sigmoid.Of(scores[0]) : scores[0]) - label));
            return;
        }
        double highest = scores[0];
        foreach (var score in scores)
            highest = Math.Max(highest, score);
        double sum = 0;
        foreach (var score in scores)
            sum += Math.Exp(score - highest);
        for (var output = 0; output < scores.Length; output++)
            gradient[output] = (float)(weight * ((Math.Exp(scores[output] - highest) / sum) - (output == (int)label ? 1 : 0)));
    }

    private static double LogSum(ReadOnlySpan<double> scores)
    {
        var highest = scores[0];
        foreach (var score in scores)
            highest = Math.Max(highest, score);
        double sum = 0;
        foreach (var score in scores)
            sum += Math.Exp(score - highest);
        return highest + Math.Log(sum);
    }
}
