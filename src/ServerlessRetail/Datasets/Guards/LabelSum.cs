namespace ServerlessRetail.Datasets.Guards;

/// <summary>A numeric label that is the sum, difference or product of two columns: total = a + b, spend = price × quantity.</summary>
internal sealed class LabelSum : IGuard
{
    /// <summary>Share of the rows for which it must be true; the others may be mistyped.</summary>
    private const double MinShare = 0.95;

    /// <summary>Relative difference up to which a rounded sum of floats is the same number.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>Rows looked at.</summary>
    private const int MaxRows = 500;

    /// <summary>More numeric columns than this make too many pairs.</summary>
    private const int MaxColumns = 200;

    private static readonly (string Sign, Func<double, double, double> Join)[] Operations =
    [
        ("+", (a, b) => a + b), ("-", (a, b) => a - b), ("-", (a, b) => b - a), ("×", (a, b) => a * b),
    ];

    public IEnumerable<GuardFinding> Inspect(GuardedData data)
    {
        if (data.IsClassification || data.Labels.Length < GuardedData.MinRarer)
            yield break;
        var step = Math.Max(1, data.Rows.Length / MaxRows);
        var picked = Enumerable.Range(0, data.Rows.Length).Where(i => i % step == 0).ToArray();
        var labels = Array.ConvertAll(picked, i => (double)data.Labels[i]);
        var columns = data.Features.Where(feature => feature.Schema.Type == ColumnType.Numeric).Take(MaxColumns)
            .Select(feature => (feature.Schema.Name, Numbers: Array.ConvertAll(picked, i => (double)feature.Column.GetNumber(data.Rows[i]))))
            .Where(column => Varies(column.Numbers)).ToArray();
        for (var left = 0; left < columns.Length; left++)
        {
            for (var right = left + 1; right < columns.Length; right++)
            {
                foreach (var (sign, join) in Operations)
                {
                    if (!Holds(columns[left].Numbers, columns[right].Numbers, labels, join))
                        continue;
                    var (a, b) = (columns[left].Name, columns[right].Name);
                    yield return new GuardFinding(
                        GuardNames.LabelSum, a,
                        $"{data.Schema.Label.Name} is {a} {sign} {b}: the columns are parts of the label.",
                        $"If they are only known with it, take them out: \"exclude\": [\"{a}\", \"{b}\"] in {DatasetName.SettingsFile}.",
                        Blocks: true);
                }
            }
        }
    }

    private static bool Holds(double[] left, double[] right, double[] labels, Func<double, double, double> join)
    {
        var misses = 0;
        var mayMiss = (1 - MinShare) * labels.Length;
        for (var i = 0; i < labels.Length; i++)
        {
            var difference = Math.Abs(join(left[i], right[i]) - labels[i]);
            if (!(difference <= Tolerance * Math.Max(1e-3, Math.Abs(labels[i]))) && ++misses > mayMiss)
                return false;
        }

        return true;
    }

    /// <summary>A column of nearly always one number adds nothing: the other one alone is the label then.</summary>
    private static bool Varies(double[] numbers) => numbers.CountBy(number => number).Max(pair => pair.Value) <= MinShare * numbers.Length;
}
