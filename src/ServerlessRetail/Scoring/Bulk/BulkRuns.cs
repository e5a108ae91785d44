using System.Globalization;
using Azure;
using ServerlessRetail.Datasets;
using ServerlessRetail.Storage;
using ServerlessRetail.Training;

namespace ServerlessRetail.Scoring.Bulk;

/// <summary>The work of a scoring run, from its plan to the scores that can be seen.</summary>
internal sealed class BulkRuns(
    DataStorage storage, RunStore runs, BulkPlans plans, ModelCache cache, RunWork work, IEnumerable<IRunObserver> observers, TimeProvider time)
{
    private const string ScoreStep = "score";
    private const int MostNamed = 50;

    public DateTimeOffset Now => time.GetUtcNow();

    public static string Describe(BulkPlan plan) => string.Create(
        CultureInfo.InvariantCulture, $"{plan.Rows:N0} rows, {plan.Columns.Count} columns, {plan.Parts.Count} {(plan.Parts.Count == 1 ? "part" : "parts")}");

    /// <param name="traceParent">The run's span.</param>
    /// <exception cref="RejectedException">The file cannot be read or lacks columns.</exception>
    public async Task<BulkPlan> PlanAsync(BulkFile file, ServedModel champion, BulkOptions options, string? traceParent, CancellationToken cancellationToken)
    {
        var scan = await BulkScan.RunAsync(new BulkContent(file.Blob, file.ETag), file.Bytes, options.PartBytes, cancellationToken);
        var missing = champion.Fitted.Recipe.Columns.Select(column => column.Name).Except(scan.Columns, StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            throw new RejectedException(
                RunReasons.MissingColumns,
                string.Create(CultureInfo.InvariantCulture, $"The file lacks {missing.Count} of the model's columns: {string.Join(", ", missing.Take(MostNamed))}{(missing.Count > MostNamed ? ", …" : "")}. Upload it again with these columns, named as in the training file; their cells may be empty."));
        }

        var plan = new BulkPlan(
            file.Blob.Name, file.ETag.ToString(), champion.Version, file.ScoresName, scan.IsDelimited, scan.Columns, options.Reasons, scan.Rows, scan.Parts, traceParent);
        await plans.CreateAsync(file.Name.Model, file.RunId, plan, cancellationToken);
        return plan;
    }

    /// <summary>Scores a file of one part.</summary>
    /// <returns>Null where the file has several, which whoever reads the queue scores.</returns>
    public async Task<RunOutcome?> ScoreHereAsync(RunRecorder recorder, BulkPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Parts.Count > 1)
        {
            recorder.Update(run => run with { Progress = new RunProgress(ScoreStep, 0, plan.Parts.Count, "parts in the queue") });
            await recorder.SaveAsync(cancellationToken);
            return null;
        }

        var output = new BulkOutput(storage, recorder.Run.Id, plan);
        var progress = await recorder.StepAsync(
            ScoreStep,
            async () =>
            {
                await ScorePartAsync(recorder.Run, plan, 0, bytes => recorder.Progress(Percent(bytes), 100, "percent of the file"), cancellationToken);
                return await CommitAsync(output, cancellationToken) ?? throw new IOException("Staged blocks have vanished.");
            },
            Describe,
            cancellationToken);
        recorder.Update(run => WithCounts(run, progress));
        await plans.DeleteAsync(recorder.Run.Model, recorder.Run.Id, cancellationToken);
        return Outcome(plan, progress);

        int Percent(long bytes) => (int)(100 * bytes / Math.Max(1, plan.Parts[0].Length));
    }

    /// <summary>Scores a part of several, unless its blocks are there.</summary>
    public Task ScorePartAsync(RunRecord run, BulkPlan plan, int part, CancellationToken cancellationToken) =>
        ScorePartAsync(run, plan, part, static _ => { }, cancellationToken);

    /// <summary>Ends the run if all its parts are there; if not, notes how many are.</summary>
    /// <returns>The parts that are not there, and whether some of them were: their messages are gone.</returns>
    public async Task<(IReadOnlyList<int> Missing, bool HaveVanished)> TryCompleteAsync(RunRecord run, BulkPlan plan, CancellationToken cancellationToken)
    {
        var output = new BulkOutput(storage, run.Id, plan);
        var progress = await output.ReadProgressAsync(cancellationToken);
        if (!progress.IsComplete)
            return (progress.Missing, await NoteAsync(run, plan, progress, cancellationToken));

        if (await FindChangeAsync(plan, cancellationToken) is { } change && change != RunOutcome.Deleted)
        {
            await EndAsync(run, change, cancellationToken);
            return ([], false);
        }

        if (!progress.IsCommitted && !await output.TryCommitAsync(progress, cancellationToken))
            return ((await output.ReadProgressAsync(cancellationToken)).Missing, true);
        var outcome = Outcome(plan, progress);
        await work.EndAsync(run.Model, run.Id, record => WithStep(WithCounts(With(record, outcome), progress), progress), cancellationToken);
        await plans.DeleteAsync(run.Model, run.Id, cancellationToken);
        return ([], false);
    }

    /// <returns>How a run ends whose file is not the one it began with; null: it is.</returns>
    public async Task<RunOutcome?> FindChangeAsync(BulkPlan plan, CancellationToken cancellationToken) =>
        DatasetName.TryParse(plan.Blob, out var name) && await BulkFile.FindAsync(name, storage.Scoring.GetBlobClient(plan.Blob), cancellationToken) is { } file
            ? file.ETag.ToString() == plan.ETag ? null : RunOutcome.Replaced
            : RunOutcome.Deleted;

    public Task EndAsync(RunRecord run, RunOutcome outcome, CancellationToken cancellationToken) =>
        work.EndAsync(run.Model, run.Id, record => With(record, outcome), cancellationToken);

    private async Task ScorePartAsync(RunRecord run, BulkPlan plan, int part, Action<long> tell, CancellationToken cancellationToken)
    {
        var output = new BulkOutput(storage, run.Id, plan);
        if ((await output.ReadProgressAsync(cancellationToken)).Done.Contains(part))
            return;
        var served = await cache.GetVersionAsync(run.Model, plan.Version, cancellationToken)
            ?? throw new InvalidDataException($"Version {plan.Version} is gone.");
        var content = new BulkContent(storage.Scoring.GetBlobClient(plan.Blob), new ETag(plan.ETag));
        await new PartScorer(content, plan, served, output, tell).ScoreAsync(part, cancellationToken);
    }

    private static async Task<BulkProgress?> CommitAsync(BulkOutput output, CancellationToken cancellationToken)
    {
        var progress = await output.ReadProgressAsync(cancellationToken);
        return progress.IsComplete && (progress.IsCommitted || await output.TryCommitAsync(progress, cancellationToken)) ? progress : null;
    }

    /// <summary>For whoever asks for the run; the truth is in the blocks.</summary>
    /// <returns>Whether more parts were noted before than are there.</returns>
    private async Task<bool> NoteAsync(RunRecord run, BulkPlan plan, BulkProgress progress, CancellationToken cancellationToken)
    {
        var noted = 0;
        var note = new RunProgress(ScoreStep, progress.Done.Count, plan.Parts.Count, Describe(progress));
        foreach (var observer in observers)
            observer.OnProgress(run, note);
        await runs.UpdateAsync(run.Model, run.Id, Note, isVital: false, time, cancellationToken);
        return noted > progress.Done.Count;

        RunRecord? Note(RunRecord record)
        {
            noted = record.Progress?.Done ?? 0;
            return record.State == RunState.Running ? record with { Progress = note } : null;
        }
    }

    private static string Describe(BulkProgress progress) => string.Create(
        CultureInfo.InvariantCulture, $"{progress.Scored:N0} rows scored, {progress.Failed:N0} with errors");

    private static RunOutcome Outcome(BulkPlan plan, BulkProgress progress) => progress.Failed == 0
        ? new RunOutcome(RunState.Scored, RunReasons.AllRowsScored, string.Create(
            CultureInfo.InvariantCulture, $"All {progress.Scored:N0} rows were scored; the scores are in scores/{plan.Output}."))
        : new RunOutcome(RunState.Scored, RunReasons.SomeRowsFailed, string.Create(
            CultureInfo.InvariantCulture, $"{progress.Scored:N0} rows were scored and {progress.Failed:N0} could not be: scores/{plan.Output} says why in the column error."));

    private static RunRecord With(RunRecord run, RunOutcome outcome) => run with { State = outcome.State, Reason = outcome.Reason, Detail = outcome.Detail };

    private static RunRecord WithCounts(RunRecord run, BulkProgress progress) =>
        run with { Scores = run.Scores! with { Scored = progress.Scored, Failed = progress.Failed } };

    /// <summary>The step that many workers did together.</summary>
    private RunRecord WithStep(RunRecord run, BulkProgress progress)
    {
        var before = run.Steps.Sum(step => step.DurationMs);
        var duration = Math.Max(0, Math.Round((Now - run.StartedAt).TotalMilliseconds - before, 1));
        return run with { Steps = [.. run.Steps, new RunStep(ScoreStep, duration, Describe(progress))] };
    }
}
