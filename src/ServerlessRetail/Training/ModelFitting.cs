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
        var trainer = ChooseTrainer(schema.Label.Task, settings.Seed);
        var recipe = FeatureLearner.Learn(dataset, schema, rows.Split.Train, trainer.Features);
        var cells = CellMatrix.Create(dataset, recipe, rows.Split.Train);
        var trained = trainer.Train(new TrainingSet(schema.Label.Task, cells.EncodeAll(), rows.TrainLabels), null, cancellationToken);

        var features = recipe.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        var description = new ModelDescription(
            trainer.Name,
            schema.Label,
            schema.Id,
            recipe,
            Threshold: 0,
            OutputScale: 1,
            OutputOffset: 0,
            [.. schema.Columns.Select(column => column.Name).Where(name => !features.Contains(name) && name != schema.Id)],
            lineage)
        {
            Parts = [new PartDescription(trainer.Name, Weight: 1, Recipe: 0) { Parameters = trainer.Parameters, Rounds = trained.Rounds }],
        };
        var model = new FittedModel(description, [trained.Predictor]);
        return schema.Label.Task == ModelTask.Binary
            ? new FittedModel(description with { Threshold = ChooseThreshold(model, cells, rows.TrainLabels, settings) }, [trained.Predictor])
            : model;
    }

    public static ITrainer ChooseTrainer(ModelTask task, int seed) => task switch
    {
        ModelTask.Binary => new LogisticRegressionTrainer(seed: seed),
        _ => new LinearRegressionTrainer(seed: seed),
    };

    private static double ChooseThreshold(FittedModel model, CellMatrix cells, float[] labels, ModelSettings settings)
    {
        if (settings.Costs is { } costs)
            return costs.Threshold;
        var probabilities = Array.ConvertAll(ModelEvaluation.Scores(model, cells), model.Probability);
        return BinaryEvaluation.BestF1Threshold(probabilities, labels);
    }
}
