namespace ServerlessRetail.Scoring;

/// <summary>How rows are scored and written.</summary>
/// <param name="Form">What a row of scores begins with.</param>
/// <param name="Reasons">Columns for reasons, 0 or more.</param>
/// <param name="Threshold">Probability from which the decision is the positive class, 0 to 1; null: the model's own.</param>
/// <param name="Strict">Whether what the score would have to make do with is an error.</param>
internal sealed record CsvOptions(CsvForm Form, int Reasons = 0, double? Threshold = null, bool Strict = false)
{
    /// <summary>Blocks of rows that are scored at a time, 1 or more. Changes nothing in what is written.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;
}
