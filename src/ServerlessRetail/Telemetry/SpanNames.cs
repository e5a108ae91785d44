namespace ServerlessRetail.Telemetry;

/// <summary>Names of the spans. Each step of a run has one as well: the run's, a dot and the step's name.</summary>
public static class SpanNames
{
    /// <summary>A training run, from upload to promotion.</summary>
    public const string Train = "train";

    /// <summary>One candidate, trained and judged on one fold.</summary>
    public const string Candidate = "train.fit.candidate";

    /// <summary>The scoring of a bulk file.</summary>
    public const string ScoreFile = "scoreFile";

    /// <summary>One part of a large file, in the trace of its run.</summary>
    public const string ScoreFilePart = "scoreFile.part";

    /// <summary>A scoring request.</summary>
    public const string Score = "score";
}
