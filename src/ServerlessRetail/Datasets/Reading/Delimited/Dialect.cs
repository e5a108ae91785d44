namespace ServerlessRetail.Datasets;

/// <summary>How a file separates its fields and rows.</summary>
/// <param name="Delimiter">The byte between two fields; a space stands for runs of spaces.</param>
/// <param name="NewLine">The byte that ends a row: a line feed (a carriage return before it is padding), or a carriage return in files that know no line feed.</param>
internal readonly record struct Dialect(byte Delimiter, byte NewLine)
{
    public bool DelimitsByRuns => Delimiter == ' ';
}
