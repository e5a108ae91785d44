using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using ServerlessRetail.Datasets;
using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;
using ServerlessRetail.Training;

namespace ServerlessRetail.Scoring.Bulk;

/// <summary>
/// Answers "this file is to be scored" and "this part of it is to be scored". Safe to call any number of times for the same
/// file or part, from any number of workers at once: each part is in the result once, and the result is the same.
/// </summary>
public sealed partial class BulkScoring
{
    private readonly DataStorage _storage;
    private readonly RunStore _runs;
    private readonly ModelCache _cache;
    private readonly PartMessages _queue;
    private readonly BulkOptions _options;
    private readonly ILogger<BulkScoring> _logger;
    private readonly BulkPlans _plans;
    private readonly RunWork _work;
    private readonly BulkRuns _bulk;

    public BulkScoring(
        DataStorage storage, RunStore runs, ModelCache cache, PartMessages queue, BulkOptions options,
        IEnumerable<IRunObserver> observers, TimeProvider time, ILogger<BulkScoring> logger)
    {
        (_storage, _runs, _cache, _queue, _options, _logger) = (storage, runs, cache, queue, options, logger);
        _plans = new BulkPlans(storage);
        _work = new RunWork(runs, observers, time, logger);
        _bulk = new BulkRuns(storage, runs, _plans, cache, _work, observers, time);
    }

    /// <summary>Scores a file, or has its parts scored, or says why not.</summary>
    /// <param name="file">The blob that was uploaded.</param>
    /// <param name="name">Its name within the scoring container, for example <c>churn/2026/customers.csv</c>.</param>
    /// <returns>The run's record, which is still running where parts were sent to the queue; null where the file is gone.</returns>
    /// <exception cref="Exception">Unexpected errors, after they were written into the run's record, so that the caller's own retries apply.</exception>
    public async Task<RunRecord?> ScoreAsync(BlobClient file, string name, CancellationToken cancellationToken)
    {
        await _storage.EnsureContainersAsync(cancellationToken);
        if (!DatasetName.TryParse(name, out var parsed))
            return await RefuseNameAsync(file, name, cancellationToken);
        if (await BulkFile.FindAsync(parsed, file, cancellationToken) is not { } found)
            return null;

        // A file that came too early is scored when it is asked for again and there is a champion.
        var hasChampion = await TryLoadChampionAsync(parsed.Model, cancellationToken);
        var isOver = (RunRecord run) => RunWork.IsOver(run) && !(hasChampion && run is { State: RunState.Rejected, Reason: RunReasons.NoChampion });
        var run = await _work.DoAsync(
            found.NewRun(_bulk.Now), isOver, (recorder, token) => BeginAsync(found, recorder, token), cancellationToken);
        if (run is { State: RunState.Running, Scores: not null })
            await SendMissingAsync(run, cancellationToken);
        return run;
    }

    /// <summary>Scores the part that a message of the queue <see cref="PartMessages.QueueName"/> names; the last one completes the run.</summary>
    /// <param name="message">The message's body.</param>
    /// <param name="delivery">How often it has been delivered, from 1.</param>
    /// <exception cref="Exception">Unexpected errors, so that the message is delivered again; after the last delivery they end the run instead.</exception>
    public async Task ScorePartAsync(BinaryData message, long delivery, CancellationToken cancellationToken)
    {
        if (Parse(message) is not { } part)
            return;
        if (await _runs.ReadAsync(part.Model, part.Run, cancellationToken) is not { State: RunState.Running } run
            || await _plans.ReadAsync(part.Model, part.Run, cancellationToken) is not { } plan)
        {
            Log.PartOfNoRun(_logger, part.Part, part.Run, part.Model);
            return;
        }

        using var activity = RunTelemetry.StartPart(run, plan.TraceParent, part.Part);
        if (delivery > _options.MostDeliveries)
        {
            await EndAsync(new RunOutcome(RunState.Failed, RunReasons.Interrupted, Tell($"was begun {_options.MostDeliveries} times and never ended")));
            return;
        }

        try
        {
            await _bulk.ScorePartAsync(run, plan, part.Part, cancellationToken);
            if (await _bulk.TryCompleteAsync(run, plan, cancellationToken) is (var missing, HaveVanished: true))
                await SendAsync(run, missing, cancellationToken);
        }
        catch (RejectedException rejection)
        {
            await EndAsync(new RunOutcome(RunState.Rejected, rejection.Reason, rejection.Message));
        }
        catch (InvalidDataException unusable)
        {
            await EndAsync(Unusable(part.Model, unusable));
        }
        catch (RequestFailedException gone) when (gone.Status is 404 or 412)
        {
            if (await _bulk.FindChangeAsync(plan, cancellationToken) is not { } change)
                throw;
            await EndAsync(change);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            activity.Fail(exception.GetType().Name);
            Log.PartFailed(_logger, part.Part, part.Run, part.Model, delivery, exception);
            if (delivery < _options.MostDeliveries)
                throw;
            await EndAsync(new RunOutcome(RunState.Failed, RunReasons.UnexpectedError, Tell($"failed {delivery} times, at last with {exception.GetType().Name}")));
        }

        Task EndAsync(RunOutcome outcome) => _bulk.EndAsync(run, outcome, cancellationToken);

        string Tell(string what) => string.Create(
            CultureInfo.InvariantCulture,
            $"Part {part.Part + 1} of {plan.Parts.Count} {what}. The log has the error under this run's id. Upload the file again to try once more.");
    }

    /// <summary>Under the run's lease: makes the plan; a file of one part is scored at once.</summary>
    private async Task<RunOutcome?> BeginAsync(BulkFile file, RunRecorder recorder, CancellationToken cancellationToken)
    {
        try
        {
            if (await _plans.ReadAsync(file.Name.Model, file.RunId, cancellationToken) is not { } plan)
            {
                if ((await _cache.RefreshAsync(file.Name.Model, cancellationToken)).Served is not { } champion)
                {
                    return new RunOutcome(RunState.Rejected, RunReasons.NoChampion,
                        $"The model {file.Name.Model} has no champion that could score the file. Train one by an upload to datasets/{file.Name.Model}/, then upload the file again.");
                }

                var trace = Activity.Current?.Id;
                plan = await recorder.StepAsync(
                    "read", () => _bulk.PlanAsync(file, champion, _options, trace, cancellationToken), BulkRuns.Describe, cancellationToken);
            }

            recorder.Update(run => run with { Version = plan.Version, Scores = new ScoredFile(plan.Output, plan.Parts.Count, plan.Rows) });
            return await _bulk.ScoreHereAsync(recorder, plan, cancellationToken);
        }
        catch (InvalidDataException unusable)
        {
            return Unusable(file.Name.Model, unusable);
        }
        catch (RequestFailedException gone) when (gone.ErrorCode == BlobErrorCode.BlobNotFound || gone.ErrorCode == BlobErrorCode.ConditionNotMet)
        {
            return gone.Status == 404 ? RunOutcome.Deleted : RunOutcome.Replaced;
        }
    }

    private async Task<bool> TryLoadChampionAsync(string model, CancellationToken cancellationToken)
    {
        try
        {
            return await _cache.GetAsync(model, cancellationToken) is not null;
        }
        catch (InvalidDataException)
        {
            // The run will say so.
            return true;
        }
    }

    /// <summary>Sends what is not staged yet. A part that is sent twice is scored once or twice and in the result once.</summary>
    private async Task SendMissingAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (await _plans.ReadAsync(run.Model, run.Id, cancellationToken) is { } plan)
            await SendAsync(run, (await _bulk.TryCompleteAsync(run, plan, cancellationToken)).Missing, cancellationToken);
    }

    private async Task SendAsync(RunRecord run, IEnumerable<int> parts, CancellationToken cancellationToken)
    {
        foreach (var part in parts)
            await _queue.SendAsync(new BulkMessage(run.Model, run.Id, part), cancellationToken);
    }

    private async Task<RunRecord?> RefuseNameAsync(BlobClient file, string name, CancellationToken cancellationToken)
    {
        var unplaced = new DatasetName(RunStore.Unplaced, name);
        return await BulkFile.FindAsync(unplaced, file, cancellationToken) is { } found
            ? await _work.RecordRejectionAsync(
                found.NewRun(_bulk.Now), RunReasons.InvalidName,
                $"The upload {name} is in no model's folder. {DatasetName.Rule.Replace("datasets/", "scoring/", StringComparison.Ordinal)}", cancellationToken)
            : null;
    }

    private BulkMessage? Parse(BinaryData message)
    {
        try
        {
            return JsonSerializer.Deserialize(message.ToMemory().Span, BulkJson.Default.BulkMessage);
        }
        catch (JsonException)
        {
            Log.UnknownMessage(_logger);
            return null;
        }
    }

    private static RunOutcome Unusable(string model, InvalidDataException exception) => new(
        RunState.Failed, RunReasons.ChampionUnusable,
        $"The champion of {model} cannot be used: {exception.Message} Upload its dataset again to train it anew, then upload this file again.");

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Part {Part} of run {Run} of {Model} is not needed any more")]
        public static partial void PartOfNoRun(ILogger logger, int part, string run, string model);

        [LoggerMessage(2, LogLevel.Error, "Part {Part} of run {Run} of {Model} failed, delivery {Delivery}")]
        public static partial void PartFailed(ILogger logger, int part, string run, string model, long delivery, Exception exception);

        [LoggerMessage(3, LogLevel.Warning, "A message in the queue of parts is none of ours and was left out")]
        public static partial void UnknownMessage(ILogger logger);
    }
}
