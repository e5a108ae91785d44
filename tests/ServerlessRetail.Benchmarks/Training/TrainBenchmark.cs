using System.Diagnostics;
using System.Globalization;
using ServerlessRetail.Benchmarks.Reading;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Duplicates;
using ServerlessRetail.Datasets.Guards;
using ServerlessRetail.Datasets.PersonalData;
using ServerlessRetail.Datasets.Quality;
using ServerlessRetail.Datasets.Sentinels;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Training;
using ServerlessRetail.Training.Evaluation;
using ServerlessRetail.Training.Selection;

namespace ServerlessRetail.Benchmarks.Training;

/// <summary>Trains on one file in a process of its own, step by step as a training run does, but for what goes to storage.</summary>
internal static class TrainBenchmark
{
    /// <summary>The command of the process that trains; the benchmark starts itself with it.</summary>
    public const string OneTraining = "train-one";

    /// <summary>Share of a container's memory that the runtime lets its heap take.</summary>
    private const double HeapShare = 0.75;

    private const int GoldenRows = 8;

    public static async Task<int> RunAsync(TrainBenchmarkOptions options)
    {
        var file = options.File ?? Path.GetTempFileName();
        try
        {
            if (options.File is null)
                CustomerCsv.MakeRows(file, options.Rows, options.Label);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{new FileInfo(file).Length / 1e6:F0} MB of text; {Environment.ProcessorCount} cores; .NET {Environment.Version}\n"));
            var start = new ProcessStartInfo(Environment.ProcessPath!, [OneTraining, file]);
            if (options.Megabytes > 0)
                start.Environment["DOTNET_GCHeapHardLimit"] = ((long)(HeapShare * ((long)options.Megabytes << 20))).ToString("X", CultureInfo.InvariantCulture);
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        finally
        {
            if (options.File is null)
                File.Delete(file);
        }
    }

    public static async Task<int> RunOneAsync(string path)
    {
        var settings = new ModelSettings();
        var meter = new StepMeter();
        var dataset = await meter.StepAsync("read", () => ReadAsync(path, settings));
        var schema = meter.Step("understand", () => Understand(dataset, settings));
        var duplicates = meter.Step("duplicates", () => DuplicateRows.Find(dataset, schema));
        var rows = meter.Step("split", () => LabeledRows.Create(dataset, schema.Label, settings.Seed, duplicates, SplitRules.Of(dataset, schema, settings, duplicates)));
        meter.Step("quality", () => QualityInspection.Inspect(dataset, schema.Columns, Count(dataset, rows, duplicates), before: null));
        var findings = meter.Step("guards", () => Guard.Inspect(new GuardedData(dataset, schema, rows.Split.Train, rows.TrainLabels, rows.TestLabels, duplicates), settings.Allow));
        Guard.ThrowIfBlocked(findings);
        var fitting = meter.Step("fit", () => ModelFitting.Fit(
            dataset, schema, rows, settings, new ModelLineage(dataset.Source.Sha256, "", settings.Seed, ""), CancellationToken.None, Tell));
        var cells = CellMatrix.Create(dataset, fitting.Model.Recipe, rows.Split.Test);
        var metrics = meter.Step("evaluate", () => Evaluate(fitting, cells, dataset, schema, rows, settings));
        var file = meter.Step("file", () => ModelFile.Write(fitting.Model, [.. Enumerable.Range(0, GoldenRows).Select(row => cells.Row(row).ToArray())]));
        meter.PrintTotal();
        Console.WriteLine($"\n{ModelFile.VersionOf(file)}: " + string.Join(" + ", fitting.Model.Description.Parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Weight:0.##} {part.Trainer}")))
            + ": " + string.Join(", ", metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Key} {metric.Value:0.####}"))));
        return 0;
    }

    private static async Task<Dataset> ReadAsync(string path, ModelSettings settings)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        await using var quarantine = new QuarantineWriter(_ => Task.FromResult(Stream.Null));
        return SentinelRule.Apply(await DatasetReader.ReadAsync(file, new ReadOptions(), quarantine, CancellationToken.None), settings);
    }

    private static DatasetSchema Understand(Dataset dataset, ModelSettings settings)
    {
        var schema = SchemaInference.Infer(dataset, settings);
        return SensitiveAttributes.Mark(PersonalDataRule.Apply(schema, PersonalDataRule.Find(dataset, settings)), dataset, settings);
    }

    private static QualityRows Count(Dataset dataset, LabeledRows rows, DuplicateRows duplicates) => new(
        dataset.RowCount + dataset.QuarantinedCount, rows.Split.Train.Count + rows.Split.Test.Count, dataset.QuarantinedCount,
        duplicates.CopyCount, duplicates.ConflictingIds, duplicates.ConflictingRows, duplicates.ConflictingLabels);

    private static IReadOnlyDictionary<string, double> Evaluate(
        FittingResult fitting, CellMatrix cells, Dataset dataset, DatasetSchema schema, LabeledRows rows, ModelSettings settings)
    {
        var input = new EvaluationInput(fitting.Model, cells, rows.TestLabels)
        {
            Baseline = ModelEvaluation.OfBaseline(fitting.Model.Task, rows.TrainLabels, rows.TestLabels).Metrics,
            Slices = SliceColumn.From(dataset, schema, rows.Split.Test),
            Seed = settings.Seed,
        };
        ModelAssessment.Create(input, CancellationToken.None);
        return ModelEvaluation.Of(fitting.Model, cells, rows.TestLabels).Metrics;
    }

    private static void Tell(SelectionProgress progress) => Console.Error.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss} {progress.Candidate}, fold {progress.Fold} of {progress.Folds}: {progress.Metric} {progress.Score:0.####}"));
}
