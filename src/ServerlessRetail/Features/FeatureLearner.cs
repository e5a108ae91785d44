using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>Learns a <see cref="FeatureRecipe"/> from the training rows of a dataset, and from no other row.</summary>
public static class FeatureLearner
{
    /// <summary>A category with fewer training rows shares the slot for unknown values.</summary>
    private const int MinCategoryRows = 5;

    /// <summary>Most categories with a slot of their own; the rarer ones share the slot for unknown values.</summary>
    private const int MaxCategories = 100;

    /// <summary>Share of missing training rows from which "was missing" gets a slot of its own.</summary>
    private const double MinMissingShare = 0.005;

    /// <exception cref="RejectedException">No feature column varies in the training rows.</exception>
    public static FeatureRecipe Learn(Dataset dataset, DatasetSchema schema, IReadOnlyList<int> trainingRows)
    {
        var columns = new List<FeatureColumn>();
        foreach (var feature in schema.Features)
        {
            var column = dataset.FindColumn(feature.Name)!;
            FeatureColumn? learned = feature.Type == ColumnType.Numeric
                ? LearnNumeric(column, trainingRows)
                : LearnCategorical((CodedColumn)column, trainingRows);
            if (learned is not null)
                columns.Add(learned);
        }
        return columns.Count > 0
            ? new FeatureRecipe(columns)
            : throw new RejectedException(RejectionReasons.NoFeatures, "No column varies in the training rows, so there is nothing to learn from.");
    }

    private static NumericFeature? LearnNumeric(Column column, IReadOnlyList<int> rows)
    {
        var present = new List<float>(rows.Count);
        foreach (var row in rows)
        {
            if (column.GetNumber(row) is var number && float.IsFinite(number))
                present.Add(number);
        }
        if (present.Count == 0)
            return null;

        present.Sort();
        var missing = rows.Count - present.Count;
        var fill = present[present.Count / 2];
        var mean = (present.Sum(number => (double)number) + ((double)fill * missing)) / rows.Count;
        var variance = (present.Sum(number => Square(number - mean)) + (Square(fill - mean) * missing)) / rows.Count;
        var deviation = (float)Math.Sqrt(variance);
        var flagsMissing = missing >= MinMissingShare * rows.Count && missing > 0;
        if (!(deviation > 0) && !flagsMissing)
            return null;
        return new NumericFeature(column.Name, fill, (float)mean, deviation > 0 ? deviation : 1, present[0], present[^1], flagsMissing, column.NumberFormat.Id);
    }

    private static CategoricalFeature? LearnCategorical(CodedColumn column, IReadOnlyList<int> rows)
    {
        var counts = new int[column.DistinctCount];
        var missing = 0;
        foreach (var row in rows)
        {
            if (column.GetCode(row) is >= 0 and var code)
                counts[code]++;
            else
                missing++;
        }

        // Ties go by text, so that the order of the rows does not matter.
        var categories = Enumerable.Range(0, counts.Length)
            .Where(code => counts[code] >= MinCategoryRows)
            .OrderByDescending(code => counts[code])
            .ThenBy(column.GetValue, StringComparer.Ordinal)
            .Take(MaxCategories)
            .Select(column.GetValue)
            .ToArray();
        var varies = counts.Count(count => count > 0) + (missing > 0 ? 1 : 0) > 1;
        return varies && categories.Length > 0 ? new CategoricalFeature(column.Name, categories) : null;
    }

    private static double Square(double value) => value * value;
}
