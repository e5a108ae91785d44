using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Duplicates;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Reports;
using ServerlessRetail.Scoring;
using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;
using ServerlessRetail.Training.Trainers;
using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.Training;

/// <summary>One training from upload to promotion. Nothing that fails before the promotion can be seen by a caller.</summary>
internal sealed class TrainingRun(
    Upload upload, RunRecorder recorder, DataStorage storage, ModelRegistry registry, ModelCache cache, TimeProvider time)
{
    private const int GoldenRows = 8;

    private string Model => upload.Name.Model;

    /// <exception cref="RejectedException">The data or settings cannot be used.</exception>
    public async Task<RunOutcome> ExecuteAsync(CancellationToken cancellationToken)
    {
        var champion = (await registry.ReadChampionAsync(Model, cancellationToken))?.Value;
        if (champion?.Report.Dataset.UploadedAt > upload.UploadedAt)
            return RunOutcome.NewerDataset(champion.Report.Dataset.Blob);

        var settings = ReadSettings();
        await using var reader = new UploadReader(upload, settings, recorder, storage);
        var dataset = await recorder.StepAsync("read", () => reader.ReadAsync(cancellationToken), StepFindings.Of, cancellationToken);
        var lineage = new ModelLineage(dataset.Source.Sha256, upload.SettingsSha256, settings.Seed, Release.Version);
        if (champion is not null && await IsMadeFromAsync(champion, lineage, cancellationToken))
        {
            recorder.Update(run => run with { Version = champion.Version, Metrics = champion.Report.Metrics, Rows = champion.Report.Rows });
            return RunOutcome.SameVersion;
        }

        var inspection = new Inspection(recorder, new QualityStore(storage), settings, champion);
        try
        {
            return await LearnAsync(dataset, reader, inspection, settings, lineage, champion, cancellationToken);
        }
        catch (RejectedException) when (!inspection.HasReported)
        {
            await inspection.ReportUnusedAsync(dataset, cancellationToken);
            throw;
        }
    }

    /// <summary>From a file that was read to a model that was promoted or kept.</summary>
    private async Task<RunOutcome> LearnAsync(
        Dataset dataset, UploadReader reader, Inspection inspection, ModelSettings settings, ModelLineage lineage, Champion? champion, CancellationToken cancellationToken)
    {
        var schema = await recorder.ComputeAsync("understand", () => inspection.Understand(dataset), StepFindings.Of, cancellationToken);
        foreach (var note in schema.Notes)
            recorder.Warn(note.Code, note.Column, note.Detail);
        var duplicates = await recorder.ComputeAsync("duplicates", () => DuplicateRows.Find(dataset, schema), StepFindings.Of, cancellationToken);
        var rows = await recorder.ComputeAsync(
            "split", () => LabeledRows.Create(dataset, schema.Label, settings.Seed, duplicates, SplitRules.Of(dataset, schema, settings, duplicates)), StepFindings.Of, cancellationToken);
        await reader.QuarantineUnusedAsync(dataset, schema.Label, rows, cancellationToken);
        var counts = RecordRows(dataset, rows);
        var quality = await recorder.StepAsync(
            "quality", () => inspection.ReportQualityAsync(dataset, schema, counts, duplicates, cancellationToken), StepFindings.Of, cancellationToken);
        await recorder.ComputeAsync("guards", () => inspection.Guard(dataset, schema, rows, duplicates), StepFindings.Of, cancellationToken);

        var fitting = await recorder.ComputeAsync(
            "fit", () => ModelFitting.Fit(dataset, schema, rows, settings, lineage, cancellationToken, new FitProgress(recorder).Tell, time), StepFindings.Of, cancellationToken);
        TellFitting(fitting);
        var assessment = new Assessment(upload, recorder, settings, time);
        var comparison = new ChampionComparison(Model, registry, recorder, dataset, rows);
        var championMetrics = await comparison.MetricsOfAsync(champion, schema.Label, cancellationToken);
        var assessed = await recorder.ComputeAsync(
            "evaluate", () => assessment.Assess(fitting, dataset, schema, rows, championMetrics, cancellationToken), StepFindings.Of, cancellationToken);

        var file = ModelFile.Write(fitting.Model, [.. Enumerable.Range(0, Math.Min(GoldenRows, assessed.TestCells.RowCount)).Select(row => assessed.TestCells.Row(row).ToArray())]);
        var report = assessment.Report(ModelFile.VersionOf(file), assessed, schema, counts, dataset.Source);
        recorder.Update(run => run with { Version = report.Version, Metrics = report.Metrics });
        var card = ModelCard.Render(report, quality, schema, recorder.Run.Warnings);
        await recorder.StepAsync(
            "register", () => registry.RegisterAsync(Model, file, report, schema, quality, card, cancellationToken), version => $"version {version}", cancellationToken);

        var promotion = new Promotion(upload, comparison, registry, cache, time);
        return await recorder.StepAsync(
            "promote", () => promotion.PromoteAsync(report, settings.Label is not null, cancellationToken), outcome => outcome.Reason, cancellationToken);
    }

    private ModelSettings ReadSettings() => upload.Settings is { } json ? SettingsCheck.Read(json.ToMemory()) : new ModelSettings();

    private void TellFitting(FittingResult fitting)
    {
        if (LightGbmProbe.Result.Engine != BoostingEngine.LightGbm && fitting.Selection.Candidates.Any(candidate => candidate.Trainer == TrainerNames.BoostedTrees))
            recorder.Warn(LightGbmProbe.Warning, null, LightGbmProbe.Result.Detail!);
        if (fitting.Selection.BudgetUsedUp)
            recorder.Warn(RunWarningCodes.BudgetUsedUp, null, "The time for comparing candidates was used up; the best finished one was taken. Raise \"budgetSeconds\" to compare them all.");
        foreach (var failed in fitting.Selection.Candidates.Where(candidate => candidate.State == CandidateState.Failed))
            recorder.Warn(RunWarningCodes.CandidateFailed, null, $"{failed.Trainer} could not learn from the file: {failed.Reason}");
    }

    /// <summary>The same lineage gives the same version, so there is nothing to train.</summary>
    private async Task<bool> IsMadeFromAsync(Champion champion, ModelLineage lineage, CancellationToken cancellationToken)
    {
        if (champion.Report.Dataset.Sha256 != lineage.DatasetSha256)
            return false;
        try
        {
            var model = await registry.LoadAsync(Model, champion.Version, cancellationToken);
            return model.Description.Lineage == lineage;
        }
        catch (InvalidDataException)
        {
            // Damaged: training anew is what mends it.
            return false;
        }
    }

    private RowCounts RecordRows(Dataset dataset, LabeledRows rows)
    {
        var counts = new RowCounts(
            Read: dataset.RowCount + dataset.QuarantinedCount,
            Used: dataset.RowCount - rows.Unlabeled.Count - rows.Copies.Count,
            Quarantined: dataset.QuarantinedCount + rows.Unlabeled.Count + rows.Copies.Count,
            Train: rows.Split.Train.Count,
            Test: rows.Split.Test.Count);
        recorder.Update(run => run with { Rows = counts });
        Instrumentation.Rows.Add(counts.Used, new KeyValuePair<string, object?>(TelemetryAttributes.Outcome, "used"));
        Instrumentation.Rows.Add(counts.Quarantined, new KeyValuePair<string, object?>(TelemetryAttributes.Outcome, "quarantined"));
        return counts;
    }
}
