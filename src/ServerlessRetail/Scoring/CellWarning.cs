using System.Globalization;
using ServerlessRetail.Features;

namespace ServerlessRetail.Scoring;

/// <summary>Says where a present value is unlike anything in training, which a score has to make do with.</summary>
internal static class CellWarning
{
    private const int MostExamples = 10;

    /// <param name="cells">What the column read of a present value.</param>
    /// <returns>Null where nothing has to be said.</returns>
    public static ScoreWarning? Of(FeatureColumn column, ReadOnlySpan<float> cells) => column switch
    {
        NumericFeature number when cells[0] < number.Minimum || cells[0] > number.Maximum =>
            OutOfRange(column, number.Minimum.ToString("G6", CultureInfo.InvariantCulture), number.Maximum.ToString("G6", CultureInfo.InvariantCulture)),
        DateFeature date when cells[0] < date.Earliest || cells[0] > date.Latest => OutOfRange(column, date.Describe(date.Earliest), date.Describe(date.Latest)),
        BooleanFeature when float.IsNaN(cells[0]) => new ScoreWarning(
            ScoreWarningCodes.UnseenCategory, column.Name, "The value says neither yes nor no; the model uses what it learned for missing values."),
        CategoricalFeature { Buckets: 1 } category when cells[0] == category.UnknownIndex => Unseen(category),
        _ => null,
    };

    private static ScoreWarning OutOfRange(FeatureColumn column, string first, string last) => new(
        ScoreWarningCodes.OutOfRange, column.Name, $"The value is outside what the model was trained on, {first} to {last}.");

    private static ScoreWarning Unseen(CategoricalFeature column)
    {
        var known = string.Join(", ", column.Categories.Take(MostExamples)) + (column.Categories.Count > MostExamples ? ", …" : "");
        return new ScoreWarning(ScoreWarningCodes.UnseenCategory, column.Name, $"The model has not learned this value; it knows {known}.");
    }
}
