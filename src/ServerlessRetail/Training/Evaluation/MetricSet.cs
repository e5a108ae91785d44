namespace ServerlessRetail.Training.Evaluation;

/// <summary>
/// The metrics of one set of answers, which can be measured again with some rows counted several times and others not at
/// all: what a bootstrap does a thousand times. Immutable, and safe for many threads.
/// </summary>
internal abstract class MetricSet
{
    /// <summary>By <see cref="Models.MetricNames"/>, in the order of the values.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    public abstract int RowCount { get; }

    /// <summary>In time that grows with the rows: what can be sorted once is.</summary>
    /// <param name="counts">How often each row counts, in an order of the set's own; empty: each once.</param>
    /// <param name="values">Room for one value a name.</param>
    /// <returns>False where the rows that count lack a class, so that not every metric means something.</returns>
    public abstract bool Measure(ReadOnlySpan<int> counts, Span<double> values);

    /// <summary>The metrics of the rows as they are.</summary>
    public Dictionary<string, double> Measure()
    {
        var values = new double[Names.Count];
        Measure([], values);
        return Enumerable.Range(0, values.Length).ToDictionary(metric => Names[metric], metric => values[metric]);
    }
}
