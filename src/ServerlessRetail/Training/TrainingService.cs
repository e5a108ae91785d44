using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;
using ServerlessRetail.Storage;

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
    private RunWork Work { get; } = new(runs, observers, time, logger);

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
        if (earlier is null || !RunWork.IsOver(earlier))
            return null;
        return await Upload.FindNewestAsync(upload.Name.Model, storage, cancellationToken) == upload.Name ? null : earlier;
    }

    private Task<RunRecord> TrainAsync(Upload upload, CancellationToken cancellationToken)
    {
        var run = new RunRecord(
            upload.RunId, upload.Name.Model, new RunDataset(upload.Name.ToString(), upload.ETag.ToString(), upload.UploadedAt, upload.Bytes), time.GetUtcNow());
        return Work.DoAsync(run, RunWork.IsOver, (recorder, token) => FindOutcomeAsync(upload, recorder, token), cancellationToken);
    }

    private async Task<RunOutcome?> FindOutcomeAsync(Upload upload, RunRecorder recorder, CancellationToken cancellationToken)
    {
        try
        {
            return await new TrainingRun(upload, recorder, storage, registry, cache, time).ExecuteAsync(cancellationToken);
        }
        catch (RequestFailedException gone) when (IsDatasetGone(gone, recorder))
        {
            return gone.Status == 404 ? RunOutcome.Deleted : RunOutcome.Replaced;
        }
    }

    private static bool IsDatasetGone(RequestFailedException exception, RunRecorder recorder) =>
        (recorder.CurrentStep is "read" or "split")
        && (exception.ErrorCode == BlobErrorCode.BlobNotFound || exception.ErrorCode == BlobErrorCode.ConditionNotMet);

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
        var run = new RunRecord(
            upload.RunId, name.Model, new RunDataset(blob.Name, upload.ETag.ToString(), upload.UploadedAt, upload.Bytes), time.GetUtcNow());
        return await Work.RecordRejectionAsync(run, reason, detail, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The upload {Name} names no model and was left alone")]
        public static partial void NameRefused(ILogger logger, string name);
    }
}
