using System.Globalization;
using ServerlessRetail.Training.Selection;

namespace ServerlessRetail.Training;

/// <summary>Tells how far a comparison of candidates is, one training after the other.</summary>
internal sealed class FitProgress(RunRecorder recorder)
{
    private readonly Lock _lock = new();
    private int _done;

    /// <summary>Safe from any thread.</summary>
    public void Tell(SelectionProgress progress)
    {
        lock (_lock)
        {
            // Counted here: of two trainings that end together the later may come first.
            recorder.Progress(++_done, progress.Planned, string.Create(
                CultureInfo.InvariantCulture, $"{progress.Trainer}, fold {progress.Fold} of {progress.Folds}: {progress.Metric} {progress.Score:0.####}"));
        }
    }
}
