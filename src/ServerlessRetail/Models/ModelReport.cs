using System.Text.Json.Serialization;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Guards;
using ServerlessRetail.Datasets.PersonalData;
using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Models;

/// <summary>What a training found out: stored beside each version as report.json.</summary>
/// <param name="Metrics">On the test rows, by <see cref="MetricNames"/>.</param>
/// <param name="Baseline">The same metrics of a model that always answers the training rows' average.</param>
/// <param name="Confusion">Decisions on the test rows; null for a regression.</param>
public sealed record ModelReport(
    string Model,
    string Version,
    DateTimeOffset TrainedAt,
    string Trainer,
    LabelSchema Label,
    RowCounts Rows,
    DatasetReference Dataset,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, double> Baseline,
    ConfusionMatrix? Confusion,
    double? Threshold,
    IReadOnlyList<ColumnSchema> Columns)
{
    /// <summary>Columns with personal data; left out unless model.json keeps them.</summary>
    public IReadOnlyList<PersonalDataFinding> PersonalData { get; init; } = [];

    /// <summary>What the guards saw; none of it blocks, or model.json overruled the guard.</summary>
    public IReadOnlyList<GuardFinding> Guards { get; init; } = [];

    // Null in reports that were written before these were there.

    /// <summary>How good the model is, in full.</summary>
    public EvaluationReport? Evaluation { get; init; }

    /// <summary>How it was chosen.</summary>
    public SelectionReport? Selection { get; init; }

    /// <summary>How its probabilities or amounts were made to mean what they say.</summary>
    public CalibrationReport? Calibration { get; init; }

    /// <summary>How a regression's predictions got their intervals; null for classes.</summary>
    public IntervalReport? Interval { get; init; }

    /// <summary>What it was made from.</summary>
    public LineageReport? Lineage { get; init; }

    /// <summary>The report without its long parts, for the champion pointer, which is read often.</summary>
    public ModelReport Brief() => this with { Evaluation = null, Selection = null, Calibration = null, Interval = null, Lineage = null };
}

/// <summary>Where the rows of a dataset went.</summary>
/// <param name="Read">All data rows of the file.</param>
/// <param name="Used">Rows with a label: training and test together.</param>
/// <param name="Quarantined">Rows left out, each with its reason in the quarantine container.</param>
public sealed record RowCounts(int Read, int Used, int Quarantined, int Train, int Test);

/// <summary>The upload that a model was trained on.</summary>
/// <param name="Blob">Name within the datasets container.</param>
/// <param name="UploadedAt">The blob's last-modified time: of two uploads the later one counts.</param>
public sealed record DatasetReference(string Blob, [property: JsonPropertyName("etag")] string ETag, string Sha256, DateTimeOffset UploadedAt);

/// <summary>Decisions against the truth on the test rows, in rows.</summary>
public sealed record ConfusionMatrix(int TruePositives, int FalsePositives, int TrueNegatives, int FalseNegatives);

/// <summary>The pointer to the version that answers: <c>models/&lt;model&gt;/champion.json</c>.</summary>
/// <param name="PromotedAt">When the pointer was last moved.</param>
/// <param name="Report">The version's report, so that one read answers "which model is this, and how good".</param>
public sealed record Champion(string Version, DateTimeOffset PromotedAt, ModelReport Report);
