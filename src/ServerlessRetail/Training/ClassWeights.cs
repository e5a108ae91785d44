namespace ServerlessRetail.Training;

/// <summary>Row weights that make up for classes of different size. Rows are never copied or left out instead.</summary>
/// <remarks>
/// A model that was trained with them takes all classes for equally frequent: its probabilities are those of such a world
/// and its log-odds are off by the logarithm of the weights' ratio. Calibrate them on unweighted rows, or undo the shift
/// with <see cref="Correct"/> (King and Zeng, 2001), before a probability is told to anybody.
/// </remarks>
public static class ClassWeights
{
    /// <summary>A weight for each class under which all count the same: rows / (classes · rows of the class).</summary>
    /// <param name="labels">Class indices from 0; 0 and 1 for two classes.</param>
    /// <param name="classes">2 or more.</param>
    /// <returns>One a class, above 0; 0 for a class without rows. Over the rows they sum to the number of rows.</returns>
    public static double[] Balanced(ReadOnlySpan<float> labels, int classes)
    {
        var counts = new int[classes];
        foreach (var label in labels)
            counts[(int)label]++;
        var present = counts.Count(count => count > 0);
        var rows = labels.Length;
        return Array.ConvertAll(counts, count => count == 0 ? 0 : rows / ((double)present * count));
    }

    /// <summary>Each row's class weight, on top of the weight that it has.</summary>
    /// <param name="labels">One a row.</param>
    /// <param name="weights">One a class.</param>
    /// <param name="rowWeights">One a row; null: all 1.</param>
    public static float[] OfRows(ReadOnlySpan<float> labels, double[] weights, float[]? rowWeights = null)
    {
        var ofRows = new float[labels.Length];
        for (var row = 0; row < ofRows.Length; row++)
            ofRows[row] = (float)(weights[(int)labels[row]] * (rowWeights?[row] ?? 1));
        return ofRows;
    }

    /// <summary>Takes the weights' shift off raw scores: log-odds of two classes, or one score a class.</summary>
    /// <param name="scores">One, or one a class; changed in place.</param>
    /// <param name="weights">One a class, those of the training.</param>
    public static void Correct(Span<double> scores, double[] weights)
    {
        if (scores.Length == 1)
        {
            scores[0] -= Math.Log(weights[1] / weights[0]);
            return;
        }
        for (var output = 0; output < scores.Length; output++)
            scores[output] -= weights[output] > 0 ? Math.Log(weights[output]) : 0;
    }
}
