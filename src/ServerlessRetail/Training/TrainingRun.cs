using System.Globalization;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;
using ServerlessRetail.Storage;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Training;

/// <summary>One training from upload to promotion. Nothing that fails before the promotion can be seen by a caller.</summary>
internal sealed class TrainingRun(
    Upload upload, RunRecorder recorder, DataStorage storage, ModelRegistry registry, ModelCache cache, TimeProvider time)
{
    private const int GoldenRows = 8;
    private const int PromotionAttempts = 5;

    private string Model => upload.Name.Model;

    /// <exception cref="RejectedException">The data or settings cannot be used.</exception>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        if (await IsSupersededAsync(cancellationToken))
            return;
        var settings = upload.Settings is { } json ? ModelSettingsReader.Read(json.ToMemory()) : new ModelSettings();
        foreach (var key in settings.Unused)
            recorder.Warn("settingNotUsed", null, $"This release does not use \"{key}\" of {DatasetName.SettingsFile} yet.");

        await using var quarantine = OpenQuarantine();
        var dataset = await recorder.StepAsync("read", () => ReadAsync(settings, quarantine, cancellationToken), DescribeRead, cancellationToken);
        recorder.Update(run => run with { Dataset = run.Dataset with { Sha256 = dataset.Source.Sha256 } });
        var lineage = new ModelLineage(dataset.Source.Sha256, upload.SettingsSha256, settings.Seed, Release.Version);
        if (await IsChampionsOwnAsync(lineage, cancellationToken))
            return;

        var schema = await recorder.ComputeAsync("understand", () => SchemaInference.Infer(dataset, settings), DescribeSchema, cancellationToken);
        var rows = await recorder.ComputeAsync("split", () => LabeledRows.Create(dataset, schema.Label, settings.Seed), DescribeSplit, cancellationToken);
        await QuarantineUnlabeledAsync(dataset, schema, rows, settings, quarantine, cancellationToken);

        var model = await recorder.ComputeAsync(
            "fit", () => ModelFitting.Fit(dataset, schema, rows, settings, lineage, cancellationToken), DescribeFit, cancellationToken);
        var testCells = CellMatrix.Create(dataset, model.Recipe, rows.Split.Test);
        var baseline = ModelEvaluation.OfBaseline(model.Task, rows.TrainLabels, rows.TestLabels);
        var evaluation = await recorder.ComputeAsync(
            "evaluate", () => ModelEvaluation.Of(model, testCells, rows.TestLabels), result => DescribeEvaluation(result, baseline), cancellationToken);

        var file = ModelFile.Write(model, [.. Enumerable.Range(0, Math.Min(GoldenRows, testCells.RowCount)).Select(row => testCells.Row(row).ToArray())]);
        var report = Report(ModelFile.VersionOf(file), model, schema, rows, dataset, evaluation, baseline);
        recorder.Update(run => run with { Version = report.Version, Metrics = report.Metrics });
        await recorder.StepAsync("register", () => RegisterAsync(file, report, schema, cancellationToken), _ => $"version {report.Version}", cancellationToken);

        await PromoteAsync(model, report, dataset, rows, settings, cancellationToken);
    }

    private async Task<Dataset> ReadAsync(ModelSettings settings, QuarantineWriter quarantine, CancellationToken cancellationToken)
    {
        await using var content = await OpenDatasetAsync(cancellationToken);
        try
        {
            var dataset = await DatasetReader.ReadAsync(content, ReadOptionsFor(settings), quarantine, cancellationToken);
            foreach (var note in dataset.Notes)
                recorder.Warn(note.Code, note.Column, note.Detail);
            return dataset;
        }
        finally
        {
            CountQuarantine(quarantine);
        }
    }

    private static ReadOptions ReadOptionsFor(ModelSettings settings) => new()
    {
        ColumnNames = settings.Columns,
        TextColumns = [.. settings.Types.Where(type => type.Value != ColumnType.Numeric).Select(type => type.Key)],
    };

    /// <summary>The dataset's content as it was when the run began; an upload on top of it ends the run.</summary>
    private Task<Stream> OpenDatasetAsync(CancellationToken cancellationToken) => upload.Blob.OpenReadAsync(
        new BlobOpenReadOptions(allowModifications: false)
        {
            BufferSize = 4 << 20,
            Conditions = new BlobRequestConditions { IfMatch = upload.ETag },
        },
        cancellationToken);

    private async Task<bool> IsSupersededAsync(CancellationToken cancellationToken)
    {
        var champion = await registry.ReadChampionAsync(Model, cancellationToken);
        if (!(champion?.Value.Report.Dataset.UploadedAt > upload.UploadedAt))
            return false;
        await SupersedeAsync(champion.Value, cancellationToken);
        return true;
    }

    private Task SupersedeAsync(Champion champion, CancellationToken cancellationToken) => recorder.EndAsync(
        RunState.Superseded, RunReasons.NewerDataset,
        $"The champion was trained on {champion.Report.Dataset.Blob}, which was uploaded later. Upload the file again to train on it.",
        cancellationToken);

    /// <summary>The same bytes and settings give the same version, so there is nothing to train.</summary>
    private async Task<bool> IsChampionsOwnAsync(ModelLineage lineage, CancellationToken cancellationToken)
    {
        if (await registry.ReadChampionAsync(Model, cancellationToken) is not { Value: var champion })
            return false;
        if (champion.Report.Dataset.Sha256 != lineage.DatasetSha256)
            return false;
        var current = await registry.LoadAsync(Model, champion.Version, cancellationToken);
        if (current.Description.Lineage != lineage)
            return false;
        recorder.Update(run => run with { Version = champion.Version, Metrics = champion.Report.Metrics, Rows = champion.Report.Rows });
        await recorder.EndAsync(
            RunState.Kept, RunReasons.SameVersion, "The champion was trained on the same bytes with the same settings.", cancellationToken);
        return true;
    }

    private async Task QuarantineUnlabeledAsync(
        Dataset dataset, DatasetSchema schema, LabeledRows rows, ModelSettings settings, QuarantineWriter quarantine, CancellationToken cancellationToken)
    {
        if (rows.Unlabeled.Count > 0)
        {
            recorder.Warn(QuarantineReasons.MissingLabel, schema.Label.Name, string.Create(
                CultureInfo.InvariantCulture, $"{rows.Unlabeled.Count} rows have no usable label and were left out."));
            await using var content = await OpenDatasetAsync(cancellationToken);
            await DatasetReader.QuarantineRowsAsync(
                content, ReadOptionsFor(settings), rows.Unlabeled.ToDictionary(dataset.GetLine, _ => QuarantineReasons.MissingLabel), quarantine, cancellationToken);
            CountQuarantine(quarantine);
        }
        var counts = Counts(dataset, rows);
        recorder.Update(run => run with { Rows = counts });
        Telemetry.Instrumentation.Rows.Add(counts.Used, new KeyValuePair<string, object?>("outcome", "used"));
        Telemetry.Instrumentation.Rows.Add(counts.Quarantined, new KeyValuePair<string, object?>("outcome", "quarantined"));
    }

    private async Task<bool> RegisterAsync(byte[] file, ModelReport report, DatasetSchema schema, CancellationToken cancellationToken)
    {
        await registry.RegisterAsync(Model, file, report, schema, cancellationToken);
        return true;
    }

    private async Task PromoteAsync(
        FittedModel model, ModelReport report, Dataset dataset, LabeledRows rows, ModelSettings settings, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var champion = await registry.ReadChampionAsync(Model, cancellationToken);
            if (champion?.Value.Report.Dataset.UploadedAt > upload.UploadedAt)
            {
                await SupersedeAsync(champion.Value, cancellationToken);
                return;
            }

            var verdict = champion?.Value.Version == report.Version
                ? new Verdict(true, RunReasons.SameVersion, "The champion already is this version.")
                : await JudgeAsync(model, report, champion?.Value, dataset, rows, settings, cancellationToken);
            if (!verdict.Promote)
            {
                await recorder.EndAsync(RunState.Kept, verdict.Reason, verdict.Detail, cancellationToken);
                return;
            }

            var next = new Champion(report.Version, time.GetUtcNow(), report);
            if (await registry.TryPromoteAsync(Model, next, champion?.ETag, cancellationToken))
            {
                await cache.RefreshAsync(Model, cancellationToken);
                await recorder.EndAsync(RunState.Promoted, verdict.Reason, verdict.Detail, cancellationToken);
                return;
            }
            if (attempt == PromotionAttempts)
                throw new InvalidOperationException($"The champion of {Model} moved {PromotionAttempts} times while this run tried to promote.");
        }
    }

    private async Task<Verdict> JudgeAsync(
        FittedModel model, ModelReport report, Champion? champion, Dataset dataset, LabeledRows rows, ModelSettings settings, CancellationToken cancellationToken)
    {
        var comparable = champion is not null && IsSameTarget(champion.Report.Label, report.Label);
        if (champion is not null && !comparable && settings.Label is null)
        {
            return new Verdict(
                false, RunReasons.LabelChanged,
                $"The champion predicts {champion.Report.Label.Name}, this file's label seems to be {report.Label.Name}. "
                + $"If that is meant, name it as \"label\" in {DatasetName.SettingsFile}.");
        }

        IReadOnlyDictionary<string, double>? championMetrics = null;
        if (comparable && await TryLoadAsync(champion!, cancellationToken) is { } current)
        {
            var cells = CellMatrix.Create(dataset, current.Recipe, rows.Split.Test);
            championMetrics = ModelEvaluation.Of(current, cells, rows.TestLabels).Metrics;
        }
        var verdict = PromotionGate.Decide(model.Task, report.Metrics, report.Baseline, championMetrics);
        return verdict.Promote && champion is not null && !comparable ? verdict with { Reason = RunReasons.LabelSetAnew } : verdict;
    }

    /// <summary>A champion that cannot be loaded does not protect its place.</summary>
    private async Task<FittedModel?> TryLoadAsync(Champion champion, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.LoadAsync(Model, champion.Version, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            recorder.Warn("championUnreadable", null, exception.Message);
            return null;
        }
    }

    private static bool IsSameTarget(LabelSchema left, LabelSchema right) =>
        left.Name == right.Name && left.Task == right.Task && left.Positive == right.Positive;

    private ModelReport Report(
        string version, FittedModel model, DatasetSchema schema, LabeledRows rows, Dataset dataset, ModelEvaluation evaluation, ModelEvaluation baseline) => new(
            Model,
            version,
            time.GetUtcNow(),
            model.Description.Trainer,
            schema.Label,
            Counts(dataset, rows),
            new DatasetReference(upload.Name.ToString(), upload.ETag.ToString(), dataset.Source.Sha256, upload.UploadedAt),
            evaluation.Metrics,
            baseline.Metrics,
            evaluation.Confusion,
            model.Task == ModelTask.Binary ? model.Description.Threshold : null,
            schema.Columns);

    private static RowCounts Counts(Dataset dataset, LabeledRows rows) => new(
        Read: dataset.RowCount + dataset.QuarantinedCount,
        Used: dataset.RowCount - rows.Unlabeled.Count,
        Quarantined: dataset.QuarantinedCount + rows.Unlabeled.Count,
        Train: rows.Split.Train.Count,
        Test: rows.Split.Test.Count);

    private QuarantineWriter OpenQuarantine()
    {
        var name = $"{Model}/{recorder.Run.Id}.csv";
        var options = new BlockBlobOpenWriteOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "text/csv" } };
        return new QuarantineWriter(token => storage.Quarantine.GetBlockBlobClient(name).OpenWriteAsync(overwrite: true, options, token));
    }

    private void CountQuarantine(QuarantineWriter quarantine)
    {
        if (quarantine.Total > 0)
            recorder.Update(run => run with { Quarantine = new Dictionary<string, int>(quarantine.Counts) });
    }

    private static string DescribeRead(Dataset dataset) => string.Create(CultureInfo.InvariantCulture,
        $"{dataset.RowCount} rows × {dataset.Columns.Count} columns, {dataset.QuarantinedCount} rows quarantined");

    private static string DescribeSchema(DatasetSchema schema) => string.Create(CultureInfo.InvariantCulture,
        $"label {schema.Label.Name} ({schema.Label.Evidence}), id {schema.Id ?? "none"}, {schema.Features.Count()} feature columns");

    private static string DescribeSplit(LabeledRows rows) => string.Create(CultureInfo.InvariantCulture,
        $"{rows.Split.Train.Count} rows to learn from, {rows.Split.Test.Count} held out");

    private static string DescribeFit(FittedModel model) => string.Create(CultureInfo.InvariantCulture,
        $"{model.Description.Trainer} on {model.Recipe.Width} slots of {model.Recipe.Columns.Count} columns");

    private static string DescribeEvaluation(ModelEvaluation evaluation, ModelEvaluation baseline) => string.Join(", ", evaluation.Metrics
        .Take(3)
        .Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Key} {metric.Value:0.###} (baseline {baseline.Metrics[metric.Key]:0.###})")));
}
