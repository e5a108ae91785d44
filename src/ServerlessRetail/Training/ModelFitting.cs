using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Training.Evaluation;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Training;

/// <summary>From training rows to a fitted model: recipe, predictor, decision threshold.</summary>
public static class ModelFitting
{
    /// <exception cref="RejectedException">The training rows have nothing to learn from.</exception>
    public static FittedModel Fit(
        Dataset dataset, DatasetSchema schema, LabeledRows rows, ModelSettings settings, ModelLineage lineage, CancellationToken cancellationToken)
    {
        var recipe = FeatureLearner.Learn(dataset, schema, rows.Split.Train, OptionsFor(schema.Label.Task));
        var cells = CellMatrix.Create(dataset, recipe, rows.Split.Train);
        var trainer = ChooseTrainer(schema.Label.Task, settings.Seed);
        var trained = trainer.Train(new TrainingSet(cells.EncodeAll(), rows.TrainLabels), cancellationToken);

        var features = recipe.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        var description = new ModelDescription(
            trainer.Name,
            schema.Label,
            schema.Id,
            recipe,
            Threshold: 0,
            trained.Scale,
            trained.Offset,
            [.. schema.Columns.Select(column => column.Name).Where(name => !features.Contains(name) && name != schema.Id)],
            lineage);
        var model = new FittedModel(description, trained.Predictor);
        return schema.Label.Task == ModelTask.Binary
            ? new FittedModel(description with { Threshold = ChooseThreshold(model, cells, rows.TrainLabels, settings) }, trained.Predictor)
            : model;
    }

    /// <summary>A sum of spends is a line in the spends, not in their logarithms; log-odds follow the logarithms better.</summary>
    private static FeatureOptions OptionsFor(ModelTask task) => new(TakesLogs: task == ModelTask.Binary);

    public static ITrainer ChooseTrainer(ModelTask task, int seed) => task switch
    {
        ModelTask.Binary => new LogisticRegressionTrainer(seed: seed),
        _ => new LinearRegressionTrainer(seed: seed),
    };

    private static double ChooseThreshold(FittedModel model, CellMatrix cells, float[] labels, ModelSettings settings)
    {
        if (settings.Costs is { } costs)
            return costs.Threshold;
        var probabilities = Array.ConvertAll(ModelEvaluation.Scores(model, cells), FittedModel.Probability);
        return BinaryEvaluation.BestF1Threshold(probabilities, labels);
    }
}
