using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Duplicates;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Reports;
using ServerlessRetail.Scoring;
using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;
using ServerlessRetail.Training.Evaluation;

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
        var schema = await recorder.ComputeAsync("understand", () => inspection.Understand(dataset), StepFindings.Of, cancellationToken);
        foreach (var note in schema.Notes)
            recorder.Warn(note.Code, note.Column, note.Detail);
        var duplicates = await recorder.ComputeAsync("duplicates", () => DuplicateRows.Find(dataset, schema), StepFindings.Of, cancellationToken);
        var rows = await recorder.ComputeAsync(
            "split", () => LabeledRows.Create(dataset, schema.Label, settings.Seed, duplicates), StepFindings.Of, cancellationToken);
        await reader.QuarantineUnusedAsync(dataset, schema.Label, rows, cancellationToken);
        var counts = RecordRows(dataset, rows);
        var quality = await recorder.StepAsync(
            "quality", () => inspection.ReportQualityAsync(dataset, schema, counts, duplicates, cancellationToken), StepFindings.Of, cancellationToken);
        await recorder.ComputeAsync("guards", () => inspection.Guard(dataset, schema, rows, duplicates), StepFindings.Of, cancellationToken);

        var model = await recorder.ComputeAsync(
            "fit", () => ModelFitting.Fit(dataset, schema, rows, settings, lineage, cancellationToken), StepFindings.Of, cancellationToken);
        var testCells = CellMatrix.Create(dataset, model.Recipe, rows.Split.Test);
        var baseline = ModelEvaluation.OfBaseline(model.Task, rows.TrainLabels, rows.TestLabels);
        var evaluation = await recorder.ComputeAsync(
            "evaluate", () => ModelEvaluation.Of(model, testCells, rows.TestLabels), found => StepFindings.Of(found, baseline), cancellationToken);

        var file = ModelFile.Write(model, [.. Enumerable.Range(0, Math.Min(GoldenRows, testCells.RowCount)).Select(row => testCells.Row(row).ToArray())]);
        var report = Report(ModelFile.VersionOf(file), model, schema, counts, dataset.Source.Sha256, evaluation, baseline);
        recorder.Update(run => run with { Version = report.Version, Metrics = report.Metrics });
        var card = ModelCard.Render(report, quality, schema, recorder.Run.Warnings);
        await recorder.StepAsync(
            "register", () => registry.RegisterAsync(Model, file, report, schema, quality, card, cancellationToken), version => $"version {version}", cancellationToken);

        var promotion = new Promotion(upload, recorder, registry, cache, time);
        return await recorder.StepAsync(
            "promote",
            () => promotion.PromoteAsync(report, dataset, rows, settings.Label is not null, cancellationToken),
            outcome => outcome.Reason,
            cancellationToken);
    }

    private ModelSettings ReadSettings()
    {
        var settings = upload.Settings is { } json ? ModelSettingsReader.Read(json.ToMemory()) : new ModelSettings();
        foreach (var key in settings.Unused)
            recorder.Warn("settingNotUsed", null, $"This release does not use \"{key}\" of {DatasetName.SettingsFile} yet.");
        return settings;
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
        Instrumentation.Rows.Add(counts.Used, new KeyValuePair<string, object?>("outcome", "used"));
        Instrumentation.Rows.Add(counts.Quarantined, new KeyValuePair<string, object?>("outcome", "quarantined"));
        return counts;
    }

    private ModelReport Report(
        string version, FittedModel model, DatasetSchema schema, RowCounts rows, string sha256, ModelEvaluation evaluation, ModelEvaluation baseline) => new(
            Model,
            version,
            time.GetUtcNow(),
            model.Description.Trainer,
            schema.Label,
            rows,
            new DatasetReference(upload.Name.ToString(), upload.ETag.ToString(), sha256, upload.UploadedAt),
            evaluation.Metrics,
            baseline.Metrics,
            evaluation.Confusion,
            model.Task == ModelTask.Binary ? model.Description.Threshold : null,
            schema.Columns)
        {
            PersonalData = recorder.Run.PersonalData,
            Guards = recorder.Run.Guards,
        };
}
