namespace ServerlessRetail.Scoring;

/// <summary>How customers are scored.</summary>
/// <param name="Reasons">How many reasons to give, 0 or more.</param>
/// <param name="Threshold">Probability from which the decision is the positive class, 0 to 1; null: the model's own.</param>
/// <param name="Strict">Whether what the score would have to make do with is an error instead of a warning.</param>
internal readonly record struct ScoreOptions(int Reasons = 0, double? Threshold = null, bool Strict = false);
