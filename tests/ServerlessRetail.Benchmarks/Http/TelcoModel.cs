using System.Text;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Quality;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Training;
using ServerlessRetail.Training.Evaluation;
using ServerlessRetail.Training.Trainers;
using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.Benchmarks.Http;

/// <summary>Our model of the churn of <see cref="TelcoCustomer"/>: 100 trees of 31 leaves, put into storage as the champion.</summary>
internal static class TelcoModel
{
    public const string Name = "churn";

    private const int GoldenRows = 8;

    private static readonly BoostedTreesOptions Trees = new() { Rounds = 100, Leaves = 31, LearningRate = 0.05 };

    /// <returns>What it is, in words.</returns>
    public static async Task<string> PutAsync(string csv, ModelRegistry registry, CancellationToken cancellationToken)
    {
        var dataset = await ReadAsync(csv, cancellationToken);
        var settings = new ModelSettings { Trainers = [new TrainerSettings(TrainerNames.BoostedTrees, Preset: null, new Dictionary<string, IReadOnlyList<double>> { ["rounds"] = [Trees.Rounds], ["leaves"] = [Trees.Leaves] })] };
        var schema = SchemaInference.Infer(dataset, settings);
        var rows = LabeledRows.Create(dataset, schema.Label, settings.Seed);
        var model = Train(dataset, schema, rows, settings, cancellationToken);

        var cells = CellMatrix.Create(dataset, model.Recipe, rows.Split.Test);
        var file = ModelFile.Write(model, [.. Enumerable.Range(0, GoldenRows).Select(row => cells.Row(row).ToArray())]);
        var metrics = ModelEvaluation.Of(model, cells, rows.TestLabels);
        var (now, version) = (TimeProvider.System.GetUtcNow(), ModelFile.VersionOf(file));
        var report = new ModelReport(
            Name, version, now, model.Description.Trainer, schema.Label, new RowCounts(dataset.RowCount, dataset.RowCount, 0, rows.Split.Train.Count, rows.Split.Test.Count),
            new DatasetReference($"{Name}/customers.csv", "\"0\"", dataset.Source.Sha256, now), metrics.Metrics, metrics.Metrics, metrics.Confusion, model.Description.Threshold, schema.Columns);

        await registry.RegisterAsync(Name, file, report, schema, new QualityReport(new QualityRows(dataset.RowCount, dataset.RowCount, 0, null, null, null, null), []), card: null, cancellationToken);
        await registry.TryPromoteAsync(Name, new Champion(version, now, report), expected: null, cancellationToken);
        return FormattableString.Invariant($"version {version}, {file.Length / 1000.0:0} kB, {model.Recipe.Columns.Count} columns, AUC {metrics.Metrics[MetricNames.Auc]:0.000}");
    }

    private static async Task<Dataset> ReadAsync(string csv, CancellationToken cancellationToken)
    {
        await using var quarantine = new QuarantineWriter(_ => Task.FromResult(Stream.Null));
        return await DatasetReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), new ReadOptions(), quarantine, cancellationToken);
    }

    /// <summary>All trees, however many serve best: each server is to have as much to do.</summary>
    private static FittedModel Train(Dataset dataset, DatasetSchema schema, LabeledRows rows, ModelSettings settings, CancellationToken cancellationToken)
    {
        var lineage = new ModelLineage(dataset.Source.Sha256, new string('0', 64), settings.Seed, "0.0.0");
        var fitted = ModelFitting.Fit(dataset, schema, rows, settings, lineage, cancellationToken).Model;
        var vectors = CellMatrix.Create(dataset, fitted.Recipe, rows.Split.Train).EncodeAll();
        var predictor = new BoostedTreesTrainer(Trees).Train(new TrainingSet(ModelTask.Binary, vectors, rows.TrainLabels), null, cancellationToken).Predictor;
        return new FittedModel(fitted.Description, [predictor]);
    }
}
