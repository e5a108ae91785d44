using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>Learns a <see cref="FeatureRecipe"/> from the training rows of a dataset, and from no other row.</summary>
public static class FeatureLearner
{
    /// <summary>A category with fewer training rows has no slot of its own.</summary>
    private const int MinCategoryRows = 5;

    /// <summary>Most categories with a slot of their own.</summary>
    private const int MaxCategories = 100;

    /// <summary>Slots that the other categories share by their hash, where there are more than have slots.</summary>
    private const int CategoryBuckets = 32;

    /// <summary>Slots for the words of a text.</summary>
    private const int TextBuckets = 64;

    /// <summary>Share of missing training rows from which "was missing" gets a slot of its own.</summary>
    private const double MinMissingShare = 0.005;

    /// <param name="options">What the trainer wants; null: standardised slots, rows as they are.</param>
    /// <exception cref="RejectedException">No feature column varies in the training rows.</exception>
    public static FeatureRecipe Learn(Dataset dataset, DatasetSchema schema, IReadOnlyList<int> trainingRows, FeatureOptions? options = null)
    {
        options ??= new FeatureOptions();
        var columns = new List<FeatureColumn>();
        foreach (var feature in schema.Features)
        {
            if (Learn(dataset.FindColumn(feature.Name)!, feature, trainingRows, options) is { } learned)
                columns.Add(WithMissingNumbers(learned, dataset.FindColumn(feature.Name)!));
        }
        return columns.Count > 0
            ? new FeatureRecipe(columns, options.Rows) { MissingWords = dataset.MissingWords.Count == 0 ? null : dataset.MissingWords }
            : throw new RejectedException(RejectionReasons.NoFeatures, "No column varies in the training rows, so there is nothing to learn from.");
    }

    private static FeatureColumn? Learn(Column column, ColumnSchema schema, IReadOnlyList<int> rows, FeatureOptions options) => (schema.Type, column) switch
    {
        (ColumnType.Date, _) => DateLearner.Learn(column, schema.Format!, rows, options.Slots),
        (ColumnType.Boolean, CodedColumn coded) => LearnBoolean(coded, rows),
        (ColumnType.Text, CodedColumn coded) => LearnText(coded, rows),
        (not ColumnType.Numeric, CodedColumn coded) => LearnCategorical(coded, rows, options.OneHot),
        _ => LearnNumeric(column, rows, options),
    };

    /// <summary>"Was missing" gets a slot where enough training rows are missing to learn what it means.</summary>
    internal static bool FlagsMissing(int missing, int rows) => missing > 0 && missing >= MinMissingShare * rows;

    private static FeatureColumn WithMissingNumbers(FeatureColumn learned, Column column) => column.MissingNumbers.Count == 0
        ? learned
        : learned with { MissingNumbers = [.. column.MissingNumbers.Select(number => number.Value)] };

    private static NumericFeature? LearnNumeric(Column column, IReadOnlyList<int> rows, FeatureOptions options)
    {
        var present = rows.Select(column.GetNumber).Where(float.IsFinite).ToArray();
        Array.Sort(present);
        if (present.Length == 0)
            return null;

        var missing = rows.Count - present.Length;
        var fill = present[present.Length / 2];
        var flagsMissing = FlagsMissing(missing, rows.Count);
        var learned = NumberScaling.Learn(present, fill, missing, options.Slots, options.TakesLogs);
        return learned is null && !flagsMissing ? null : new NumericFeature(
            column.Name, fill, learned ?? new NumberScaling(fill, 1), present[0], present[^1], flagsMissing, column.NumberFormat.Id);
    }

    private static BooleanFeature? LearnBoolean(CodedColumn column, IReadOnlyList<int> rows)
    {
        var counts = CategoryCounts.Of(column, rows);
        var yes = Enumerable.Range(0, column.DistinctCount).Where(code => BooleanWords.Parse(column.GetValue(code)) == true).Sum(code => counts[code]);
        var present = rows.Count - counts.Missing;
        return counts.Vary ? new BooleanFeature(column.Name, (float)yes / present, FlagsMissing(counts.Missing, rows.Count)) : null;
    }

    private static CategoricalFeature? LearnCategorical(CodedColumn column, IReadOnlyList<int> rows, bool oneHot)
    {
        // Ties go by text, so that the order of the rows does not matter.
        var counts = CategoryCounts.Of(column, rows);
        var frequent = Spellings(column, counts)
            .Where(category => category.Count >= MinCategoryRows)
            .OrderByDescending(category => category.Count)
            .ThenBy(category => category.Text, StringComparer.Ordinal)
            .Select(category => category.Text)
            .ToArray();
        if (!counts.Vary || frequent.Length == 0)
            return null;
        return new CategoricalFeature(
            column.Name, [.. frequent.Take(MaxCategories)], frequent.Length > MaxCategories ? CategoryBuckets : 1, IsOrdinal: !oneHot);
    }

    /// <summary>Texts that differ by case alone are one category, in its most frequent spelling: nobody means two customers' tiers by gold and Gold.</summary>
    private static IEnumerable<(string Text, int Count)> Spellings(CodedColumn column, CategoryCounts counts) => Enumerable.Range(0, column.DistinctCount)
        .Where(code => counts[code] > 0)
        .Select(code => (Text: column.GetValue(code), Count: counts[code]))
        .GroupBy(category => category.Text, StringComparer.OrdinalIgnoreCase)
        .Select(spellings => (
            spellings.OrderByDescending(spelling => spelling.Count).ThenBy(spelling => spelling.Text, StringComparer.Ordinal).First().Text,
            spellings.Sum(spelling => spelling.Count)));

    private static TextFeature? LearnText(CodedColumn column, IReadOnlyList<int> rows)
    {
        var counts = CategoryCounts.Of(column, rows);
        return counts.Vary ? new TextFeature(column.Name, TextBuckets, FlagsMissing(counts.Missing, rows.Count)) : null;
    }
}
