namespace ServerlessRetail.Models.Predictors;

/// <summary>A layout of trees that finds the leaves of one row.</summary>
internal interface ITreeLeaves
{
    long Bytes { get; }

    /// <summary>Adds each tree's leaf to its output, in the order of the trees.</summary>
    /// <param name="vector">As many slots as the trees have, at least.</param>
    /// <param name="outputOfTree">One a tree.</param>
    void AddTo(Span<double> scores, ReadOnlySpan<float> vector, ReadOnlySpan<int> outputOfTree);
}
