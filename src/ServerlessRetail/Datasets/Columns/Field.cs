namespace ServerlessRetail.Datasets;

/// <summary>Where a cell's text stands in a buffer, without its quotes.</summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="LengthOrComplement">Length in bytes; its complement if the text holds doubled quotes.</param>
internal readonly record struct Field(int Start, int LengthOrComplement)
{
    public bool HasDoubledQuotes => LengthOrComplement < 0;

    public int Length => LengthOrComplement < 0 ? ~LengthOrComplement : LengthOrComplement;
}
