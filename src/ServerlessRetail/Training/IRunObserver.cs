namespace ServerlessRetail.Training;

/// <summary>Told of a run's progress as it happens; the local host prints it.</summary>
public interface IRunObserver
{
    void OnStarted(RunRecord run);

    void OnStep(RunRecord run, RunStep done);

    /// <summary>A step that takes long got on; called from several threads.</summary>
    void OnProgress(RunRecord run, RunProgress progress);

    void OnEnded(RunRecord run);
}
