using System.Text.Json.Serialization;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Guards;
using ServerlessRetail.Datasets.PersonalData;
using ServerlessRetail.Models;

namespace ServerlessRetail.Training;

/// <summary>What became of one upload: <c>runs/&lt;model&gt;/&lt;id&gt;.json</c>, written whatever happens.</summary>
/// <param name="Id">
/// Derived from the upload's name, ETag and settings, and beginning with its time: a redelivered event finds the same
/// record, and names sort by time.
/// </param>
public sealed record RunRecord(string Id, string Model, RunDataset Dataset, DateTimeOffset StartedAt)
{
    public RunKind Kind { get; init; }

    public RunState State { get; init; } = RunState.Running;

    /// <summary>A code from <see cref="RunReasons"/> or <see cref="Datasets.RejectionReasons"/>; null while running.</summary>
    public string? Reason { get; init; }

    /// <summary>The reason in a sentence or two, with the remedy where one is needed; null while running.</summary>
    public string? Detail { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How often the run was begun; above 1 after a crash or an unexpected error.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The steps that are done, in order.</summary>
    public IReadOnlyList<RunStep> Steps { get; init; } = [];

    /// <summary>How far the step at work is; null between long steps.</summary>
    public RunProgress? Progress { get; init; }

    public IReadOnlyList<RunWarning> Warnings { get; init; } = [];

    public RowCounts? Rows { get; init; }

    /// <summary>Quarantined rows by reason.</summary>
    public IReadOnlyDictionary<string, int>? Quarantine { get; init; }

    /// <summary>How the file's columns differ from the champion's.</summary>
    public IReadOnlyList<SchemaChange> SchemaChanges { get; init; } = [];

    /// <summary>Columns with personal data.</summary>
    public IReadOnlyList<PersonalDataFinding> PersonalData { get; init; } = [];

    /// <summary>What the guards saw, the blocking findings first.</summary>
    public IReadOnlyList<GuardFinding> Guards { get; init; } = [];

    /// <summary>The version that was trained, or that scores; null before that.</summary>
    public string? Version { get; init; }

    public IReadOnlyDictionary<string, double>? Metrics { get; init; }

    /// <summary>Of a bulk file that is scored: where the scores are, and how many.</summary>
    public ScoredFile? Scores { get; init; }

    /// <summary>Nothing more will come of it; a failed run may be tried again.</summary>
    [JsonIgnore]
    public bool IsFinished => State is not (RunState.Running or RunState.Failed);
}

/// <param name="Blob">Name within the datasets container; of a scoring run within the scoring container.</param>
/// <param name="Sha256">Hash of the bytes as uploaded; null until they were read.</param>
/// <param name="Bytes">Length as stored.</param>
public sealed record RunDataset(string Blob, [property: JsonPropertyName("etag")] string ETag, DateTimeOffset UploadedAt, long Bytes, string? Sha256 = null);

/// <summary>The result of a scoring run.</summary>
/// <param name="Blob">Name within the scores container; the blob is there once the run is over.</param>
/// <param name="Parts">Parts that the file is scored in.</param>
/// <param name="Rows">Rows with content.</param>
/// <param name="Scored">Rows that have a score; 0 before the run is over.</param>
/// <param name="Failed">Rows that have an error in place of a score; 0 before the run is over.</param>
public sealed record ScoredFile(string Blob, int Parts, long Rows, long Scored = 0, long Failed = 0);

/// <param name="DurationMs">Milliseconds.</param>
/// <param name="Detail">What the step found, in a few words.</param>
public sealed record RunStep(string Name, double DurationMs, string Detail);

/// <summary>How far a long step is.</summary>
/// <param name="Step">Its name.</param>
/// <param name="Done">Parts of the work that are done.</param>
/// <param name="Planned">Parts that are planned so far; more or less may turn out to be needed.</param>
/// <param name="Detail">What was done last, in a few words.</param>
public sealed record RunProgress(string Step, int Done, int Planned, string Detail);

/// <summary>Something worth knowing that did not stop the run.</summary>
/// <param name="Column">The column that it is about, or null.</param>
public sealed record RunWarning(string Code, string? Column, string Detail);

/// <summary>What a run is about.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RunKind>))]
public enum RunKind
{
    /// <summary>A dataset that a model is trained on.</summary>
    Training,

    /// <summary>A bulk file that is scored.</summary>
    Scoring,
}

/// <summary>Where a run is, or how it ended.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RunState>))]
public enum RunState
{
    /// <summary>At work, or interrupted and not yet taken up again.</summary>
    Running,

    /// <summary>A version was trained and is the champion now.</summary>
    Promoted,

    /// <summary>A version was trained, or need not be; the champion stays.</summary>
    Kept,

    /// <summary>The file was scored; some of its rows may have an error in place of a score.</summary>
    Scored,

    /// <summary>The data or settings cannot be used. Nothing changed.</summary>
    Rejected,

    /// <summary>An unexpected error. Nothing changed; it is tried again a few times.</summary>
    Failed,

    /// <summary>A newer upload has taken this one's place.</summary>
    Superseded,
}

/// <summary>Codes for how a run ended, beside those of a rejection.</summary>
public static class RunReasons
{
    public const string FirstChampion = "firstChampion";
    public const string NotWorseThanChampion = "notWorseThanChampion";
    public const string LabelSetAnew = "labelSetAnew";
    public const string SameVersion = "sameVersion";
    public const string WorseThanChampion = "worseThanChampion";
    public const string NotBetterThanBaseline = "notBetterThanBaseline";
    public const string LabelChanged = "labelChanged";
    public const string NewerDataset = "newerDataset";
    public const string DatasetReplaced = "datasetReplaced";
    public const string DatasetDeleted = "datasetDeleted";
    public const string InvalidName = "invalidName";
    public const string UnexpectedError = "unexpectedError";
    public const string Interrupted = "interrupted";

    // Of scoring runs.
    public const string AllRowsScored = "allRowsScored";
    public const string SomeRowsFailed = "someRowsFailed";
    public const string NoChampion = "noChampion";
    public const string ChampionUnusable = "championUnusable";
    public const string MissingColumns = "missingColumns";
}
