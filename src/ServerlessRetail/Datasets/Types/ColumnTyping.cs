namespace ServerlessRetail.Datasets;

/// <summary>A column's type, with the evidence.</summary>
/// <param name="Evidence">One sentence; never a customer's value.</param>
/// <param name="Format">Id of the <see cref="DateFormat"/> of a column of dates, else null.</param>
internal sealed record ColumnTyping(ColumnType Type, string Evidence, string? Format = null);
