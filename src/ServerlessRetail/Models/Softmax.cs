namespace ServerlessRetail.Models;

/// <summary>From one raw score a class to probabilities that sum to 1.</summary>
public static class Softmax
{
    /// <param name="scores">One a class.</param>
    /// <param name="probabilities">Room for one a class; may be the scores themselves.</param>
    public static void Of(ReadOnlySpan<double> scores, Span<double> probabilities)
    {
        var highest = double.NegativeInfinity;
        foreach (var score in scores)
            highest = Math.Max(highest, score);
        double sum = 0;
        for (var i = 0; i < scores.Length; i++)
            sum += probabilities[i] = Math.Exp(scores[i] - highest);
        for (var i = 0; i < scores.Length; i++)
            probabilities[i] /= sum;
    }
}
