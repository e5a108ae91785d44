using System.Diagnostics;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;
using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.Training;

/// <summary>
/// Answers "this blob was uploaded". Safe to call any number of times for the same upload, from any number of workers
/// at once: one of them trains, the others find its record.
/// </summary>
public sealed partial class TrainingService(
    DataStorage storage,
    ModelRegistry registry,
    RunStore runs,
    ModelCache cache,
    IEnumerable<IRunObserver> observers,
    TimeProvider time,
    ILogger<TrainingService> logger)
{
    /// <summary>After so many attempts a run that fails or takes its worker down is given up.</summary>
    private const int MaxAttempts = 3;

    private static readonly TimeSpan LeasePollPeriod = TimeSpan.FromSeconds(2);

    /// <summary>Trains on an upload, or says why not.</summary>
    /// <param name="dataset">The blob that was uploaded: a dataset or a model.json.</param>
    /// <param name="name">Its name within the datasets container, for example <c>churn/2026/customers.csv</c>.</param>
    /// <returns>The run's record at its end; null where there is nothing to train on (yet, or any more).</returns>
    /// <exception cref="Exception">Unexpected errors, after they were written into the run's record, so that the caller's own retries apply.</exception>
    public async Task<RunRecord?> TrainAsync(BlobClient dataset, string name, CancellationToken cancellationToken)
    {
        await storage.EnsureContainersAsync(cancellationToken);
        if (!DatasetName.TryParse(name, out var datasetName))
            return await RefuseNameAsync(dataset, name, cancellationToken);

        if (datasetName.IsSettings)
        {
            if (await Upload.FindNewestAsync(datasetName.Model, storage, cancellationToken) is not { } newest)
                return await CheckSettingsAsync(dataset, datasetName, cancellationToken);
            (datasetName, dataset) = (newest, storage.Datasets.GetBlobClient(newest.ToString()));
        }
        if (await Upload.FindAsync(datasetName, dataset, storage, cancellationToken) is not { } upload)
            return null;
        return await FindSettledAsync(upload, cancellationToken) ?? await TrainAsync(upload, cancellationToken);
    }

    /// <summary>Settings that change later train the newest file again, not every file that was ever uploaded.</summary>
    /// <returns>The record of an older file that has had its run; null where the upload is to be trained on.</returns>
    private async Task<RunRecord?> FindSettledAsync(Upload upload, CancellationToken cancellationToken)
    {
        var earlier = await runs.FindForDatasetAsync(upload.Name.Model, upload.DatasetKey, cancellationToken);
        if (earlier is null || !IsOver(earlier))
            return null;
        return await Upload.FindNewestAsync(upload.Name.Model, storage, cancellationToken) == upload.Name ? null : earlier;
    }

    private async Task<RunRecord> TrainAsync(Upload upload, CancellationToken cancellationToken)
    {
        var model = upload.Name.Model;
        var run = new RunRecord(
            upload.RunId, model, new RunDataset(upload.Name.ToString(), upload.ETag.ToString(), upload.UploadedAt, upload.Bytes), time.GetUtcNow());
        var isNew = await runs.TryCreateAsync(run, cancellationToken);
        while (true)
        {
            if (!isNew)
                run = await runs.ReadAsync(model, run.Id, cancellationToken) ?? run;
            if (IsOver(run))
                return run;
            await using (var lease = await runs.TryLeaseAsync(run, time, cancellationToken))
            {
                if (lease is not null)
                    return await TrainAsync(upload, run, isNew, lease, cancellationToken);
            }

            // Another worker has it; if that one dies, its lease runs out and this one goes on.
            Log.WaitingForOtherWorker(logger, model, run.Id);
            await Task.Delay(LeasePollPeriod, time, cancellationToken);
            isNew = false;
        }
    }

    private async Task<RunRecord> TrainAsync(Upload upload, RunRecord run, bool isNew, HeldLease lease, CancellationToken cancellationToken)
    {
        if (!isNew)
        {
            // Whoever had the lease before may have finished between the read and the lease.
            run = await runs.ReadAsync(run.Model, run.Id, cancellationToken) ?? run;
            if (IsOver(run))
                return run;
            run = run with
            {
                State = RunState.Running,
                Reason = null,
                Detail = null,
                FinishedAt = null,
                StartedAt = time.GetUtcNow(),
                Attempt = run.Attempt + 1,
                Steps = [],
                Progress = null,
                Warnings = [],
                Quarantine = null,
                SchemaChanges = [],
                PersonalData = [],
                Guards = [],
            };
        }

        using var activity = Instrumentation.Source.StartActivity("train", ActivityKind.Consumer);
        activity?.SetTag("model", run.Model).SetTag("run", run.Id);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        var recorder = new RunRecorder(run, lease, runs, observers, time, logger);
        if (run.Attempt <= MaxAttempts)
            await BackOffAsync(run.Attempt, stop.Token);
        await recorder.StartAsync(stop.Token);
        await ExecuteAsync(upload, recorder, stop.Token);
        return recorder.Run;
    }

    private async Task ExecuteAsync(Upload upload, RunRecorder recorder, CancellationToken cancellationToken)
    {
        var (model, id, attempt) = (recorder.Run.Model, recorder.Run.Id, recorder.Run.Attempt);
        try
        {
            var outcome = attempt <= MaxAttempts
                ? await FindOutcomeAsync(upload, recorder, cancellationToken)
                : new RunOutcome(RunState.Failed, RunReasons.Interrupted,
                    $"The run was begun {MaxAttempts} times and never ended: the file may be too large for this instance. Upload it again to try once more.");
            await recorder.EndAsync(outcome, cancellationToken);
            Log.RunEnded(logger, model, id, outcome.State, outcome.Reason, recorder.Run.Version);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.RunFailed(logger, model, id, recorder.CurrentStep, attempt, exception);
            var failure = new RunOutcome(RunState.Failed, RunReasons.UnexpectedError,
                $"The step \"{recorder.CurrentStep}\" failed with {exception.GetType().Name} (attempt {attempt} of {MaxAttempts}). "
                + "The log has the error under this run's id. The champion is as it was.");
            await recorder.EndAsync(failure, cancellationToken);
            throw;
        }
    }

    private async Task<RunOutcome> FindOutcomeAsync(Upload upload, RunRecorder recorder, CancellationToken cancellationToken)
    {
        try
        {
            return await new TrainingRun(upload, recorder, storage, registry, cache, time).ExecuteAsync(cancellationToken);
        }
        catch (RejectedException rejection)
        {
            return new RunOutcome(RunState.Rejected, rejection.Reason, rejection.Message);
        }
        catch (RequestFailedException gone) when (IsDatasetGone(gone, recorder))
        {
            return gone.Status == 404
                ? new RunOutcome(RunState.Superseded, RunReasons.DatasetDeleted, "The file was deleted while it was being read.")
                : new RunOutcome(RunState.Superseded, RunReasons.DatasetReplaced, "The file was replaced while it was being read; the new one has a run of its own.");
        }
    }

    private static bool IsDatasetGone(RequestFailedException exception, RunRecorder recorder) =>
        (recorder.CurrentStep is "read" or "split")
        && (exception.ErrorCode == BlobErrorCode.BlobNotFound || exception.ErrorCode == BlobErrorCode.ConditionNotMet);

    private static bool IsOver(RunRecord run) => run.IsFinished || (run.State == RunState.Failed && run.Attempt >= MaxAttempts);

    /// <summary>The host repeats a failed event at once; an error that passes by itself needs a moment.</summary>
    private Task BackOffAsync(int attempt, CancellationToken cancellationToken) =>
        attempt <= 1 ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(1 << (attempt - 1)), time, cancellationToken);

    private async Task<RunRecord?> RefuseNameAsync(BlobClient dataset, string name, CancellationToken cancellationToken)
    {
        Log.NameRefused(logger, name);
        var unplaced = new DatasetName(RunStore.Unplaced, name);
        return await RecordRejectionAsync(unplaced, dataset, RunReasons.InvalidName, $"The upload {name} is in no model's folder. {DatasetName.Rule}", cancellationToken);
    }

    /// <summary>Settings may come before any data; a mistake in them is told at once all the same.</summary>
    private async Task<RunRecord?> CheckSettingsAsync(BlobClient blob, DatasetName name, CancellationToken cancellationToken)
    {
        try
        {
            BinaryData json = (await blob.DownloadContentAsync(cancellationToken)).Value.Content;
            _ = SettingsCheck.Read(json.ToMemory());
            return null;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
        catch (RejectedException rejection)
        {
            return await RecordRejectionAsync(name, blob, rejection.Reason, rejection.Message, cancellationToken);
        }
    }

    private async Task<RunRecord?> RecordRejectionAsync(
        DatasetName name, BlobClient blob, string reason, string detail, CancellationToken cancellationToken)
    {
        if (await Upload.FindAsync(name, blob, storage, cancellationToken) is not { } upload)
            return null;
        var now = time.GetUtcNow();
        var run = new RunRecord(upload.RunId, name.Model, new RunDataset(blob.Name, upload.ETag.ToString(), upload.UploadedAt, upload.Bytes), now)
        {
            State = RunState.Rejected,
            Reason = reason,
            Detail = detail,
            FinishedAt = now,
        };
        if (await runs.TryCreateAsync(run, cancellationToken))
        {
            Log.RunEnded(logger, run.Model, run.Id, run.State, run.Reason, null);
            RunTelemetry.Ended(run, logger);
            foreach (var observer in observers)
                observer.OnEnded(run);
        }
        return run;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Run {Run} of {Model} ended: {State}, {Reason}, version {Version}")]
        public static partial void RunEnded(ILogger logger, string model, string run, RunState state, string? reason, string? version);

        [LoggerMessage(2, LogLevel.Error, "Run {Run} of {Model} failed in step {Step}, attempt {Attempt}")]
        public static partial void RunFailed(ILogger logger, string model, string run, string step, int attempt, Exception exception);

        [LoggerMessage(3, LogLevel.Information, "Run {Run} of {Model} is at work in another worker; waiting for it")]
        public static partial void WaitingForOtherWorker(ILogger logger, string model, string run);

        [LoggerMessage(4, LogLevel.Warning, "The upload {Name} names no model and was left alone")]
        public static partial void NameRefused(ILogger logger, string name);
    }
}
