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
        var model = ModelFitting.Fit(dataset, schema, rows, settings, Lineage, TestContext.Current.CancellationToken);
        return new Fitting(dataset, rows, model);
    }

    public IReadOnlyDictionary<string, double> Evaluate() => ModelEvaluation.Of(Model, TestCells, Rows.TestLabels).Metrics;

    /// <summary>The model after it went through its file.</summary>
    public FittedModel Reloaded() => ModelFile.Read(File());

    public byte[] File() => ModelFile.Write(Model, [.. Enumerable.Range(0, 8).Select(row => TestCells.Row(row).ToArray())]);
}
