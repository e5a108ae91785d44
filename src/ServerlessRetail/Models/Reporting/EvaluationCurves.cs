namespace ServerlessRetail.Models.Reporting;

/// <summary>What can be drawn of an evaluation. Those that make no sense for the task are empty or null.</summary>
public sealed record EvaluationCurves
{
    /// <summary>From (0, 0) to (1, 1), at most about 100 points; two classes.</summary>
    public IReadOnlyList<RocPoint> Roc { get => field ?? []; init; }

    /// <summary>By recall, ascending, at most about 100 points; two classes.</summary>
    public IReadOnlyList<PrecisionRecallPoint> PrecisionRecall { get => field ?? []; init; }

    /// <summary>Bins with as many rows each as ties allow, by probability, ascending; classes.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability { get => field ?? []; init; }

    /// <summary>Probabilities of each class's rows; two classes.</summary>
    public ScoreHistogram? Scores { get; init; }

    /// <summary>Tenths of the rows, the highest probabilities first; two classes.</summary>
    public IReadOnlyList<LiftDecile> LiftGains { get => field ?? []; init; }

    /// <summary>Tenths of the rows, the lowest predictions first; a regression.</summary>
    public IReadOnlyList<PredictionDecile> PredictedActual { get => field ?? []; init; }

    /// <summary>Truth minus prediction, in the label's unit; a regression.</summary>
    public Histogram? Residuals { get; init; }
}

/// <summary>What deciding from a threshold on would do.</summary>
/// <param name="FalsePositiveRate">Share of the negative rows that are decided positive, 0 to 1.</param>
/// <param name="TruePositiveRate">Share of the positive rows that are decided positive, 0 to 1.</param>
/// <param name="Threshold">Probability, 0 to 1; null for the point where nothing is decided positive.</param>
public sealed record RocPoint(double FalsePositiveRate, double TruePositiveRate, double? Threshold);

/// <summary>What deciding from a threshold on would do.</summary>
/// <param name="Recall">Share of the positive rows that are found, 0 to 1.</param>
/// <param name="Precision">Share of the decisions that are right, 0 to 1.</param>
/// <param name="Threshold">Probability, 0 to 1.</param>
public sealed record PrecisionRecallPoint(double Recall, double Precision, double Threshold);

/// <summary>Whether a probability means what it says.</summary>
/// <param name="MeanPredicted">Mean probability of the bin's rows, 0 to 1.</param>
/// <param name="Observed">Share of them that are of the class, 0 to 1.</param>
/// <param name="Count">Rows.</param>
public sealed record ReliabilityBin(double MeanPredicted, double Observed, int Count);

/// <summary>Rows by probability, class by class.</summary>
/// <param name="Edges">Of the bins, ascending, one more than bins: 0 to 1. A bin has its lower edge, the last one both.</param>
/// <param name="Classes">Negative, then positive.</param>
public sealed record ScoreHistogram(IReadOnlyList<double> Edges, IReadOnlyList<ClassCounts> Classes);

/// <param name="Class">The label's text.</param>
/// <param name="Counts">Rows, one a bin.</param>
public sealed record ClassCounts(string Class, IReadOnlyList<int> Counts);

/// <summary>A tenth of the rows, and all that come before it.</summary>
/// <param name="Decile">1 has the highest probabilities, 10 the lowest.</param>
/// <param name="Rows">Of this tenth.</param>
/// <param name="Positives">Positive rows of this tenth; not whole where ties are shared out.</param>
/// <param name="Lift">This tenth's share of positives over that of all rows; 1 is chance.</param>
/// <param name="CumulativeShare">Share of all rows up to the end of this tenth, 0 to 1.</param>
/// <param name="CumulativeGain">Share of all positives that those have, 0 to 1.</param>
/// <param name="CumulativeLift">Gain over share.</param>
public sealed record LiftDecile(
    int Decile, int Rows, double Positives, double Lift, double CumulativeShare, double CumulativeGain, double CumulativeLift);

/// <summary>A tenth of the rows by prediction, in the label's unit.</summary>
/// <param name="Decile">1 has the lowest predictions, 10 the highest.</param>
/// <param name="LowActual">The 10 % quantile of the truth in this tenth.</param>
/// <param name="HighActual">The 90 % quantile of it.</param>
public sealed record PredictionDecile(int Decile, int Rows, double MeanPredicted, double MeanActual, double LowActual, double HighActual);

/// <param name="Edges">Of the bins, ascending, one more than bins. The outermost bins also have what lies beyond.</param>
/// <param name="Counts">Rows, one a bin.</param>
public sealed record Histogram(IReadOnlyList<double> Edges, IReadOnlyList<int> Counts);
