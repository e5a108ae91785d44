using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Sentinels;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Training;
using ServerlessRetail.Training.Evaluation;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Tests.Training;

/// <summary>The way of a dataset from its columns to an evaluated model, without blobs.</summary>
internal sealed record Fitting(Dataset Dataset, LabeledRows Rows, FittedModel Model)
{
    public static readonly ModelLineage Lineage = new(new string('a', 64), new string('b', 64), Seed: 1, "0.0.0");

    /// <summary>The model with how it came about.</summary>
    public required FittingResult Result { get; init; }

    public TrainingSet TrainingSet => new(Model.Task, TrainingCells.EncodeAll(), Rows.TrainLabels);

    public TrainingSet TestSet => new(Model.Task, TestCells.EncodeAll(), Rows.TestLabels);

    public CellMatrix TrainingCells => CellMatrix.Create(Dataset, Model.Recipe, Rows.Split.Train);

    public CellMatrix TestCells => CellMatrix.Create(Dataset, Model.Recipe, Rows.Split.Test);

    public static Fitting Of(Dataset dataset, ModelSettings? settings = null)
    {
        settings ??= new ModelSettings();
        dataset = SentinelRule.Apply(dataset, settings);
        var schema = SchemaInference.Infer(dataset, settings);
        var rows = LabeledRows.Create(dataset, schema.Label, settings.Seed);
        if (settings.Trainers.Count == 0)
            settings = settings with { Trainers = [PlainTrainer(schema.Label.Task)] };
        var result = ModelFitting.Fit(dataset, schema, rows, settings, Lineage, TestContext.Current.CancellationToken);
        return new Fitting(dataset, rows, result.Model) { Result = result };
    }

    public IReadOnlyDictionary<string, double> Evaluate() => ModelEvaluation.Of(Model, TestCells, Rows.TestLabels).Metrics;

    /// <summary>One linear model, which trains in no time.</summary>
    public static TrainerSettings PlainTrainer(ModelTask task) => new(
        task == ModelTask.Regression ? TrainerNames.LinearRegression : TrainerNames.LogisticRegression,
        Preset: null,
        new Dictionary<string, IReadOnlyList<double>> { ["l2"] = [1] });

    /// <summary>The model after it went through its file.</summary>
    public FittedModel Reloaded() => ModelFile.Read(File());

    public byte[] File() => ModelFile.Write(Model, [.. Enumerable.Range(0, 8).Select(row => TestCells.Row(row).ToArray())]);
}
