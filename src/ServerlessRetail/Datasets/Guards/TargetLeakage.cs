namespace ServerlessRetail.Datasets.Guards;

/// <summary>A single column that tells the label almost perfectly: it was written with the label or after it.</summary>
internal sealed class TargetLeakage : IGuard
{
    /// <summary>
    /// A copy of the label with 2 % noise has 0.98, give or take 0.01 in a file of 400 rows; the most telling honest
    /// column that was found in public customer data (detergents in wholesale, of restaurants and shops) has 0.94.
    /// </summary>
    internal const double MinAuc = 0.965;

    /// <summary>The most telling honest column that was found (a diamond's width and its price) explains 0.88.</summary>
    internal const double MinRSquared = 0.995;

    /// <summary>Share of the rows in which the label is the same multiple of a column.</summary>
    internal const double MinMultiples = 0.9;

    /// <summary>Relative difference up to which two floats are the same number.</summary>
    private const double Tolerance = 1e-5;

    public IEnumerable<GuardFinding> Inspect(GuardedData data)
    {
        // Of several classes one may be told by an honest column; a copy of the label tells all that have rows enough.
        if (data.IsClassification && data.Classes.Count == 0)
            yield break;
        foreach (var (schema, column) in data.Features)
        {
            var evidence = data.IsClassification ? InspectClasses(schema, column, data) : InspectNumbers(schema, column, data);
            if (evidence is not null)
            {
                yield return new GuardFinding(
                    GuardNames.TargetLeakage, schema.Name, evidence,
                    $"If it is only known after {data.Schema.Label.Name}, take it out: \"exclude\": [\"{schema.Name}\"] in {DatasetName.SettingsFile}.",
                    Blocks: true);
            }
        }
    }

    private static string? InspectClasses(ColumnSchema schema, Column column, GuardedData data)
    {
        var bins = ColumnBins.Of(column, schema.Type == ColumnType.Numeric, data.Rows);
        var lowest = 1.0;
        foreach (var label in data.Classes)
        {
            lowest = Math.Min(lowest, RankStatistics.Auc(OneColumnPredictor.Predict(bins, label.Labels), label.Labels));
            if (lowest < MinAuc)
                return null;
        }

        var told = data.Classes.Count == 1 ? data.Schema.Label.Name : $"each of {data.Classes.Count} classes of {data.Schema.Label.Name}";
        return Guard.Invariant($"The column {schema.Name} alone predicts {told} with an AUC of {lowest:0.000} on {data.Labels.Length} training rows, out of fold.");
    }

    private static string? InspectNumbers(ColumnSchema schema, Column column, GuardedData data)
    {
        var bins = ColumnBins.Of(column, schema.Type == ColumnType.Numeric, data.Rows);
        var explained = OneColumnPredictor.RSquared(OneColumnPredictor.Predict(bins, data.Labels), data.Labels);
        if (schema.Type == ColumnType.Numeric)
        {
            var numbers = Array.ConvertAll(data.Rows, row => (double)column.GetNumber(row));
            if (Array.TrueForAll(numbers, double.IsFinite))
                explained = Math.Max(explained, Square(RankStatistics.Pearson(numbers, Array.ConvertAll(data.Labels, label => (double)label))));
            if (IsMultiple(numbers, data.Labels, out var share))
                return Guard.Invariant($"In {share:P1} of the training rows {data.Schema.Label.Name} is the same multiple of the column {schema.Name}.");
        }

        return explained >= MinRSquared
            ? Guard.Invariant($"The column {schema.Name} alone explains {explained:P1} of the variance of {data.Schema.Label.Name}.")
            : null;
    }

    /// <summary>A copy with noise in some rows, in cents or with tax: R² falls with the noise, the share of equal ratios hardly does.</summary>
    private static bool IsMultiple(double[] numbers, float[] labels, out double share)
    {
        share = 0;
        var usual = labels.GroupBy(label => label).MaxBy(group => group.Count())!.Key;
        var ratios = new List<double>();
        for (var i = 0; i < labels.Length; i++)
        {
            // Where most labels are 0 or another usual value, agreeing on that value proves nothing.
            if (labels[i] != usual && labels[i] != 0)
                ratios.Add(numbers[i] / labels[i]);
        }

        ratios.RemoveAll(ratio => !double.IsFinite(ratio) || ratio == 0);
        var others = labels.Count(label => label != usual && label != 0);
        if (ratios.Count < GuardedData.MinRarer || labels.Where(label => label != usual).Distinct().Count() < GuardedData.MinRarer)
            return false;
        ratios.Sort();
        var middle = ratios[ratios.Count / 2];
        share = (double)ratios.Count(ratio => Math.Abs(ratio - middle) <= Tolerance * Math.Abs(middle)) / others;
        return share >= MinMultiples;
    }

    private static double Square(double number) => number * number;
}
