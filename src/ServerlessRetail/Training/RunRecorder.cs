using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.Training;

/// <summary>Keeps a run's record while it is at work: times the steps, saves after each, and tells the observers.</summary>
internal sealed class RunRecorder(RunRecord run, HeldLease lease, RunStore store, IEnumerable<IRunObserver> observers, TimeProvider time)
{
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromSeconds(2);

    private volatile RunProgress? _progress;

    public RunRecord Run { get; private set; } = run;

    /// <summary>The step at work, for whoever has to say where it stopped.</summary>
    public string CurrentStep { get; private set; } = "start";

    public void Update(Func<RunRecord, RunRecord> change) => Run = change(Run);

    public void Warn(string code, string? column, string detail) =>
        Update(run => run with { Warnings = [.. run.Warnings, new RunWarning(code, column, detail)] });

    /// <summary>Runs one step and records how long it took and what it found.</summary>
    /// <param name="describe">The step's finding, in a few words.</param>
    public async Task<T> StepAsync<T>(string name, Func<Task<T>> work, Func<T, string> describe, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CurrentStep = name;
        using var activity = RunTelemetry.StartStep(Run, name);
        var startedAt = time.GetTimestamp();
        var working = work();
        await SaveProgressAsync(working, cancellationToken);
        var result = await activity.TellFailureAsync(working);
        var duration = time.GetElapsedTime(startedAt);

        var step = new RunStep(name, Math.Round(duration.TotalMilliseconds, 1), describe(result));
        Instrumentation.StepDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(TelemetryAttributes.Step, name));
        _progress = null;
        Update(run => run with { Steps = [.. run.Steps, step], Progress = null });
        await SaveAsync(cancellationToken);
        foreach (var observer in observers)
            observer.OnStep(Run, step);
        return result;
    }

    /// <summary>The same for a step that only computes; it does not block the caller.</summary>
    public Task<T> ComputeAsync<T>(string name, Func<T> work, Func<T, string> describe, CancellationToken cancellationToken) =>
        StepAsync(name, () => Task.Run(work, cancellationToken), describe, cancellationToken);

    /// <summary>Tells how far the step at work is. Safe from any thread.</summary>
    public void Progress(int done, int planned, string detail)
    {
        var progress = new RunProgress(CurrentStep, done, planned, detail);
        _progress = progress;
        foreach (var observer in observers)
            observer.OnProgress(Run, progress);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await SaveAsync(cancellationToken);
        foreach (var observer in observers)
            observer.OnStarted(Run);
    }

    public async Task EndAsync(RunOutcome outcome, CancellationToken cancellationToken)
    {
        var (state, reason, detail) = outcome;
        Update(run => run with { State = state, Reason = reason, Detail = detail, Progress = null, FinishedAt = time.GetUtcNow() });
        await SaveAsync(cancellationToken);
        foreach (var observer in observers)
            observer.OnEnded(Run);
    }

    /// <summary>While a step is at work, saves its progress now and then, so that whoever asks for the run sees it.</summary>
    private async Task SaveProgressAsync(Task working, CancellationToken cancellationToken)
    {
        while (await Task.WhenAny(working, Task.Delay(ProgressPeriod, time, cancellationToken)) != working && !cancellationToken.IsCancellationRequested)
        {
            if (_progress is not { } progress || progress == Run.Progress)
                continue;
            Update(run => run with { Progress = progress });
            await SaveAsync(cancellationToken);
        }
    }

    /// <exception cref="OperationCanceledException">Another worker has taken the run over.</exception>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (!await store.TrySaveAsync(Run, lease, cancellationToken))
            throw new OperationCanceledException("Another worker has taken the run over.");
    }
}
