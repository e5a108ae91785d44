namespace ServerlessRetail.Training;

/// <summary>How a run ended.</summary>
/// <param name="Reason">A code from <see cref="RunReasons"/> or <see cref="Datasets.RejectionReasons"/>.</param>
/// <param name="Detail">A sentence or two, with the remedy where one is needed.</param>
internal sealed record RunOutcome(RunState State, string Reason, string Detail)
{
    public static RunOutcome NewerDataset(string blob) => new(
        RunState.Superseded, RunReasons.NewerDataset,
        $"The champion was trained on {blob}, which was uploaded later. Upload the file again to train on it.");

    public static RunOutcome Deleted { get; } = new(RunState.Superseded, RunReasons.DatasetDeleted, "The file was deleted while it was being read.");

    public static RunOutcome Replaced { get; } = new(
        RunState.Superseded, RunReasons.DatasetReplaced, "The file was replaced while it was being read; the new one has a run of its own.");

    public static RunOutcome SameVersion { get; } = new(
        RunState.Kept, RunReasons.SameVersion, "The champion was trained on the same bytes with the same settings.");
}
