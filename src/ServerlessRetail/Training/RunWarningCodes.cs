namespace ServerlessRetail.Training;

/// <summary>Codes of what a run tells beside the notes about its file.</summary>
public static class RunWarningCodes
{
    /// <summary>The champion could not be loaded, so the new version was judged without it.</summary>
    public const string ChampionUnreadable = "championUnreadable";

    /// <summary>The time for comparing candidates was used up.</summary>
    public const string BudgetUsedUp = "budgetUsedUp";

    /// <summary>A candidate gave no finite predictor.</summary>
    public const string CandidateFailed = "candidateFailed";

    /// <summary>The intervals of a regression hold clearly fewer test rows than they claim.</summary>
    public const string IntervalTooNarrow = "intervalTooNarrow";
}
