using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;
using ServerlessRetail.Training;
using ServerlessRetail.Training.Trainers;
using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.Benchmarks.Csv;

/// <summary>Trains the models whose rows a second are counted.</summary>
internal static class CsvModels
{
    /// <param name="path">Of a labelled file of <see cref="TelcoCsv"/>.</param>
    public static async Task<IReadOnlyList<(string Name, ServedModel Served)>> TrainAsync(string path)
    {
        await using var file = File.OpenRead(path);
        await using var quarantine = new QuarantineWriter(_ => Task.FromResult(Stream.Null));
        var dataset = await DatasetReader.ReadAsync(file, new ReadOptions(), quarantine, CancellationToken.None);
        var schema = SchemaInference.Infer(dataset, new ModelSettings { Label = "Churn" });
        var rows = LabeledRows.Create(dataset, schema.Label, seed: 1);
        return
        [
            ("linear", Train(new LogisticRegressionTrainer(new LogisticRegressionOptions()))),
            ("100 trees of 31 leaves", Train(new BoostedTreesTrainer(new BoostedTreesOptions { Rounds = 100, Leaves = 31 }))),
        ];

        ServedModel Train(ITrainer trainer)
        {
            var recipe = FeatureLearner.Learn(dataset, schema, rows.Split.Train, trainer.Features);
            var vectors = new CellSource(dataset, recipe).Encode(rows.Split.Train, recipe);
            var predictor = trainer.Train(new TrainingSet(ModelTask.Binary, vectors, rows.TrainLabels), null, CancellationToken.None).Predictor;
            var features = recipe.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
            var description = new ModelDescription(
                trainer.Name, schema.Label, schema.Id, recipe, Threshold: 0.5, OutputScale: 1, OutputOffset: 0,
                [.. schema.Columns.Select(column => column.Name).Where(name => !features.Contains(name) && name != schema.Id)], new ModelLineage("", "", 1, ""));
            return new ServedModel("telco", "0123456789ab", new FittedModel(description, [predictor]));
        }
    }
}
