using System.Globalization;
using ServerlessRetail.Training.Selection;

namespace ServerlessRetail.Training;

/// <summary>
/// Counts the trainings of a comparison over all its stages. How many there will be is known of the stages that have
/// begun: which candidates go on, each stage decides.
/// </summary>
internal sealed class FitProgress(RunRecorder recorder)
{
    private readonly Lock _lock = new();
    private int _done;
    private int _before;
    private int _ofStage;

    /// <summary>Safe from any thread.</summary>
    public void Tell(SelectionProgress progress)
    {
        lock (_lock)
        {
            _done++;
            if (progress.Planned != _ofStage || _done > _before + _ofStage)
                (_before, _ofStage) = (_done - 1, progress.Planned);
            recorder.Progress(_done, _before + _ofStage, string.Create(
                CultureInfo.InvariantCulture, $"{progress.Trainer}, fold {progress.Fold} of {progress.Folds}: {progress.Metric} {progress.Score:0.####}"));
        }
    }
}
