namespace ServerlessRetail.Datasets;

/// <summary>Cells stored as <see cref="RowTexts"/>. Which of them are alike is found out when somebody asks.</summary>
/// <param name="texts">One a row.</param>
/// <param name="format">Reads the texts as numbers.</param>
internal sealed class RowTextCells(RowTexts texts, NumberFormat format) : CodedCells
{
    private readonly Lazy<FirstRows> _firsts = new(() => new FirstRows(texts));

    public override int RowCount => texts.Count;

    public override int DistinctCount => _firsts.Value.Count;

    public override int GetCode(int row) => _firsts.Value.GetCode(row);

    public override string GetText(int code) => texts.GetString(_firsts.Value.GetRow(code));

    public override float GetTextAsNumber(int code) => GetNumber(_firsts.Value.GetRow(code));

    public override float GetNumber(int row)
    {
        if (texts.IsMissing(row))
            return float.NaN;
        Span<byte> utf8 = stackalloc byte[RowTexts.LongestText];
        return format.Parse(utf8[..texts.Write(row, utf8)]);
    }

    public override bool IsMissing(int row) => texts.IsMissing(row);

    public override int CountMissing() => texts.CountMissing();

    public override int CountNumbers()
    {
        // As with most ids: no need to look at each.
        if (!texts.MayBeNumbers(format))
            return 0;
        var count = 0;
        for (var row = 0; row < RowCount; row++)
            count += float.IsNaN(GetNumber(row)) ? 0 : 1;
        return count;
    }
}
