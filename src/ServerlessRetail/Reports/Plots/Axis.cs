namespace ServerlessRetail.Reports.Plots;

/// <summary>One axis of a plot: what it spans, its ticks, and how they are written.</summary>
/// <param name="Label">What is drawn along it, with its unit.</param>
/// <param name="Ticks">Ascending, within <paramref name="Min"/> and <paramref name="Max"/>.</param>
/// <param name="Format">Of a tick.</param>
internal sealed record Axis(string Label, double Min, double Max, IReadOnlyList<double> Ticks, Func<double, string> Format)
{
    private const int TargetTicks = 5;

    /// <summary>0 to 1, in percent.</summary>
    public static Axis Share(string label) => new(label, 0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1], value => CardNumbers.Percent(value));

    /// <summary>Wide enough for the values, from one round number to another (Heckbert, 1990).</summary>
    /// <param name="values">Those that are not finite are ignored.</param>
    /// <param name="format">Null: as an amount.</param>
    public static Axis Fit(string label, IEnumerable<double> values, Func<double, string>? format = null)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(double.IsFinite))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high)
            (low, high) = (0, 1);

        // Halves, so that the range of two extreme numbers is one still.
        var range = (high / 2) - (low / 2);
        if (range <= Math.Max(Math.Abs(low), Math.Abs(high)) * 1e-9)
        {
            var margin = low == 0 ? 1 : Math.Abs(low) * 0.1;
            (low, high, range) = (low - margin, high + margin, margin);
        }

        var step = NiceStep(range / TargetTicks * 2);
        var (first, last) = (Math.Floor(low / step), Math.Ceiling(high / step));
        var ticks = Enumerable.Range(0, (int)(last - first) + 1).Select(index => (first + index) * step).ToArray();
        return new Axis(label, ticks[0], ticks[^1], ticks, format ?? (value => CardNumbers.Amount(Math.Round(value / step) * step)));
    }

    /// <summary>Where a value is between the ends, 0 to 1; what lies beyond an end is at it.</summary>
    public double Position(double value) => Math.Clamp((value - Min) / (Max - Min), 0, 1);

    /// <summary>1, 2 or 5 times a power of ten, near the size.</summary>
    private static double NiceStep(double size)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(size)));
        return power * (size / power) switch
        {
            < 1.5 => 1,
            < 3 => 2,
            < 7 => 5,
            _ => 10,
        };
    }
}
