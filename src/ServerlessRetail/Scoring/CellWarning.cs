using System.Globalization;
using ServerlessRetail.Features;

namespace ServerlessRetail.Scoring;

/// <summary>Says where a value is missing or unlike anything in training, which a score has to make do with.</summary>
internal static class CellWarning
{
    private const int MostExamples = 10;

    /// <param name="cells">What the column read of a present value.</param>
    public static CellState StateOf(FeatureColumn column, ReadOnlySpan<float> cells) => column switch
    {
        NumericFeature number => cells[0] < number.Minimum || cells[0] > number.Maximum ? CellState.OutOfRange : CellState.Present,
        CategoricalFeature { Buckets: 1 } category => cells[0] == category.UnknownIndex ? CellState.UnseenCategory : CellState.Present,
        BooleanFeature => float.IsNaN(cells[0]) ? CellState.UnseenCategory : CellState.Present,
        DateFeature date => cells[0] < date.Earliest || cells[0] > date.Latest ? CellState.OutOfRange : CellState.Present,
        _ => CellState.Present,
    };

    /// <returns>Null for a state that needs no warning.</returns>
    public static ScoreWarning? Of(FeatureColumn column, CellState state) => state switch
    {
        CellState.StandsForMissing => new ScoreWarning(
            ScoreWarningCodes.MissingValue, column.Name, "The number stands for a missing value, as in the training file; the model uses what it learned for missing values."),
        CellState.Missing => new ScoreWarning(
            ScoreWarningCodes.MissingValue, column.Name, "The value is empty; the model uses what it learned for missing values."),
        CellState.OutOfRange => OutOfRange(column),
        CellState.UnseenCategory => new ScoreWarning(ScoreWarningCodes.UnseenCategory, column.Name, column is CategoricalFeature category
            ? $"The model has not learned this value; it knows {Examples(category)}."
            : "The value says neither yes nor no; the model uses what it learned for missing values."),
        _ => null,
    };

    private static ScoreWarning OutOfRange(FeatureColumn column)
    {
        var (first, last) = column is DateFeature date
            ? (date.Describe(date.Earliest), date.Describe(date.Latest))
            : (Write(((NumericFeature)column).Minimum), Write(((NumericFeature)column).Maximum));
        return new ScoreWarning(ScoreWarningCodes.OutOfRange, column.Name, $"The value is outside what the model was trained on, {first} to {last}.");
    }

    private static string Write(float number) => number.ToString("G6", CultureInfo.InvariantCulture);

    private static string Examples(CategoricalFeature column) =>
        string.Join(", ", column.Categories.Take(MostExamples)) + (column.Categories.Count > MostExamples ? ", …" : "");
}
