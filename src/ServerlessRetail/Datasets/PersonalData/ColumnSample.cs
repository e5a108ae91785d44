using System.Globalization;

namespace ServerlessRetail.Datasets.PersonalData;

/// <summary>Some distinct values of a column, the same ones every time.</summary>
/// <param name="Texts">Up to <see cref="Size"/> of them.</param>
/// <param name="IsExact">False where the column is stored as floats, which keep about seven digits of a number.</param>
/// <param name="DistinctShare">Distinct values by present cells, 0 to 1; 1 where they were not counted.</param>
/// <param name="NumberShare">Share of the present cells that are numbers, 0 to 1.</param>
internal sealed record ColumnSample(IReadOnlyList<string> Texts, bool IsExact, double DistinctShare, double NumberShare)
{
    /// <summary>Enough to tell 5 % from none: among 1,000 values a share's standard error is under 1.6 %.</summary>
    public const int Size = 1_000;

    public static ColumnSample Of(Column column)
    {
        var numberShare = column.PresentCount == 0 ? 0 : (double)column.NumberCount / column.PresentCount;
        if (column is not CodedColumn coded)
            return new ColumnSample(Numbers(column), IsExact: false, DistinctShare: 1, numberShare);

        var taken = Math.Min(Size, coded.DistinctCount);
        var texts = new string[taken];
        for (var i = 0; i < taken; i++)
            texts[i] = coded.GetValue((int)((long)i * coded.DistinctCount / taken));
        return new ColumnSample(texts, IsExact: true, column.PresentCount == 0 ? 0 : (double)coded.DistinctCount / column.PresentCount, numberShare);
    }

    /// <summary>Share of the values that look a certain way, 0 to 1.</summary>
    public double Share(Func<string, bool> looksSo) => Texts.Count == 0 ? 0 : (double)Texts.Count(looksSo) / Texts.Count;

    private static List<string> Numbers(Column column)
    {
        var texts = new List<string>();
        var step = Math.Max(1, column.RowCount / Size);
        for (var row = 0; row < column.RowCount && texts.Count < Size; row += step)
        {
            if (column.GetNumber(row) is var number && float.IsFinite(number))
                texts.Add(number.ToString(number % 1 == 0 ? "F0" : "R", CultureInfo.InvariantCulture));
        }

        return texts;
    }
}
