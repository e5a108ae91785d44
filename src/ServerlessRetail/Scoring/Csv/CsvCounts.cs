namespace ServerlessRetail.Scoring;

/// <summary>What became of the rows of a file, or of a part of it.</summary>
/// <param name="Rows">All that are not empty.</param>
/// <param name="Errors">Those that could not be read or scored.</param>
internal readonly record struct CsvCounts(long Rows, long Errors)
{
    public long Scored => Rows - Errors;

    public static CsvCounts operator +(CsvCounts one, CsvCounts other) => new(one.Rows + other.Rows, one.Errors + other.Errors);
}
