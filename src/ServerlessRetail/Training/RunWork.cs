using Microsoft.Extensions.Logging;
using ServerlessRetail.Datasets;
using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.Training;

/// <summary>
/// Does the work of a run once, however often and by how many workers at once it is asked for: one of them holds the lease
/// on the run's record and works, the others wait for it and find the record. What fails or dies is tried again a few times.
/// </summary>
internal sealed partial class RunWork(RunStore runs, IEnumerable<IRunObserver> observers, TimeProvider time, ILogger logger)
{
    /// <summary>After so many attempts a run that fails or takes its worker down is given up.</summary>
    private const int MaxAttempts = 3;

    private static readonly TimeSpan LeasePollPeriod = TimeSpan.FromSeconds(2);

    /// <summary>Whether nothing more will come of a run.</summary>
    public static bool IsOver(RunRecord run) => run.IsFinished || (run.State == RunState.Failed && run.Attempt >= MaxAttempts);

    /// <param name="run">The run as it would begin.</param>
    /// <param name="isOver">Whether a record of it needs no more work.</param>
    /// <param name="work">
    /// Gives the outcome; null: the run goes on elsewhere. Throws <see cref="RejectedException"/> where the data cannot be used.
    /// </param>
    /// <param name="cancellationToken">Stops the work; the run can be taken up again.</param>
    /// <returns>The record as it is then.</returns>
    public async Task<RunRecord> DoAsync(
        RunRecord run, Func<RunRecord, bool> isOver, Func<RunRecorder, CancellationToken, Task<RunOutcome?>> work, CancellationToken cancellationToken)
    {
        var fresh = run;
        var isNew = await runs.TryCreateAsync(run, cancellationToken);
        while (true)
        {
            run = isNew ? run : await runs.ReadAsync(run.Model, run.Id, cancellationToken) ?? run;
            if (isOver(run))
                return run;
            await using (var lease = await runs.TryLeaseAsync(run, time, cancellationToken))
            {
                if (lease is not null)
                {
                    // Whoever had the lease before may have finished between the read and the lease.
                    run = isNew ? run : await runs.ReadAsync(run.Model, run.Id, cancellationToken) ?? run;
                    return isOver(run)
                        ? run
                        : await DoAsync(isNew ? run : fresh with { StartedAt = time.GetUtcNow(), Attempt = run.Attempt + 1 }, lease, work, cancellationToken);
                }
            }

            // Another worker has it; if that one dies, its lease runs out and this one goes on.
            Log.WaitingForOtherWorker(logger, run.Model, run.Id);
            await Task.Delay(LeasePollPeriod, time, cancellationToken);
            isNew = false;
        }
    }

    /// <summary>Records a run that never began.</summary>
    public async Task<RunRecord> RecordRejectionAsync(RunRecord run, string reason, string detail, CancellationToken cancellationToken)
    {
        var rejected = run with { State = RunState.Rejected, Reason = reason, Detail = detail, FinishedAt = run.StartedAt };
        if (await runs.TryCreateAsync(rejected, cancellationToken))
            TellEnd(rejected);
        return rejected;
    }

    /// <summary>Ends a run that several workers are at, unless one of them has.</summary>
    public async Task EndAsync(string model, string id, Func<RunRecord, RunRecord> end, CancellationToken cancellationToken)
    {
        var ended = await runs.UpdateAsync(
            model, id, run => run.State == RunState.Running ? end(run) with { Progress = null, FinishedAt = time.GetUtcNow() } : null,
            isVital: true, time, cancellationToken);
        if (ended is null)
            return;
        TellEnd(ended);
    }

    private void TellEnd(RunRecord run)
    {
        Log.RunEnded(logger, run.Model, run.Id, run.State, run.Reason, run.Version);
        RunTelemetry.Ended(run, logger);
        foreach (var observer in observers)
            observer.OnEnded(run);
    }

    private async Task<RunRecord> DoAsync(
        RunRecord run, HeldLease lease, Func<RunRecorder, CancellationToken, Task<RunOutcome?>> work, CancellationToken cancellationToken)
    {
        using var activity = RunTelemetry.Start(run);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        var recorder = new RunRecorder(run, lease, runs, observers, time);
        if (run.Attempt <= MaxAttempts)
            await BackOffAsync(run.Attempt, stop.Token);
        await recorder.StartAsync(stop.Token);
        await ExecuteAsync(recorder, work, stop.Token);
        return recorder.Run;
    }

    private async Task ExecuteAsync(RunRecorder recorder, Func<RunRecorder, CancellationToken, Task<RunOutcome?>> work, CancellationToken cancellationToken)
    {
        var (model, id, attempt) = (recorder.Run.Model, recorder.Run.Id, recorder.Run.Attempt);
        try
        {
            var outcome = attempt <= MaxAttempts
                ? await FindOutcomeAsync(recorder, work, cancellationToken)
                : new RunOutcome(RunState.Failed, RunReasons.Interrupted,
                    $"The run was begun {MaxAttempts} times and never ended: the file may be too large for this instance. Upload it again to try once more.");
            if (outcome is null)
                return;
            await recorder.EndAsync(outcome, cancellationToken);
            Log.RunEnded(logger, model, id, outcome.State, outcome.Reason, recorder.Run.Version);
            RunTelemetry.Ended(recorder.Run, logger);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.RunFailed(logger, model, id, recorder.CurrentStep, attempt, exception);
            var failure = new RunOutcome(RunState.Failed, RunReasons.UnexpectedError,
                $"The step \"{recorder.CurrentStep}\" failed with {exception.GetType().Name} (attempt {attempt} of {MaxAttempts}). "
                + "The log has the error under this run's id. The champion is as it was.");
            await recorder.EndAsync(failure, cancellationToken);
            RunTelemetry.Ended(recorder.Run, logger);
            throw;
        }
    }

    private static async Task<RunOutcome?> FindOutcomeAsync(
        RunRecorder recorder, Func<RunRecorder, CancellationToken, Task<RunOutcome?>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(recorder, cancellationToken);
        }
        catch (RejectedException rejection)
        {
            return new RunOutcome(RunState.Rejected, rejection.Reason, rejection.Message);
        }
    }

    /// <summary>The host repeats a failed event at once; an error that passes by itself needs a moment.</summary>
    private Task BackOffAsync(int attempt, CancellationToken cancellationToken) =>
        attempt <= 1 ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(1 << (attempt - 1)), time, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(11, LogLevel.Information, "Run {Run} of {Model} ended: {State}, {Reason}, version {Version}")]
        public static partial void RunEnded(ILogger logger, string model, string run, RunState state, string? reason, string? version);

        [LoggerMessage(12, LogLevel.Error, "Run {Run} of {Model} failed in step {Step}, attempt {Attempt}")]
        public static partial void RunFailed(ILogger logger, string model, string run, string step, int attempt, Exception exception);

        [LoggerMessage(13, LogLevel.Information, "Run {Run} of {Model} is at work in another worker; waiting for it")]
        public static partial void WaitingForOtherWorker(ILogger logger, string model, string run);
    }
}
