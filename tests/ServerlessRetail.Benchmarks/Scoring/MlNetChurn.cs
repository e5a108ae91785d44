using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;
using ServerlessRetail.Benchmarks.Explaining;

namespace ServerlessRetail.Benchmarks.Scoring;

/// <summary>What a user of ML.NET would have for the same file: one-hot encoding, LightGBM with the same trees, a prediction engine.</summary>
internal sealed class MlNetChurn
{
    private const int Numbers = 4;

    private readonly PredictionEngine<Row, Answer> _engine;
    private readonly Row[] _rows;

    public MlNetChurn(int rows)
    {
        var context = new MLContext(seed: 1);
        var set = GeneratedChurn.Create(seed: 1);
        var training = context.Data.LoadFromEnumerable(set.Vectors.Select((vector, row) => ToRow(vector, set.Labels[row] > 0)).ToArray());
        var pipeline = context.Transforms.Categorical.OneHotEncoding(
                [.. Enumerable.Range(0, Texts).Select(text => new InputOutputColumnPair($"Text{text}"))])
            .Append(context.Transforms.Concatenate("Features", [nameof(Row.Numbers), .. Enumerable.Range(0, Texts).Select(text => $"Text{text}")]))
            .Append(context.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
            {
                NumberOfIterations = 100,
                NumberOfLeaves = 31,
                LearningRate = 0.05,
                NumberOfThreads = 1,
                LabelColumnName = nameof(Row.Label),
            }));
        _engine = context.Model.CreatePredictionEngine<Row, Answer>(pipeline.Fit(training));
        _rows = [.. GeneratedChurn.Create(seed: 2).Vectors.Take(rows).Select(vector => ToRow(vector, false))];
    }

    private static int Texts => GeneratedChurn.Columns.Count - Numbers;

    public float Predict(int row) => _engine.Predict(_rows[row]).Probability;

    private static Row ToRow(float[] vector, bool label)
    {
        var row = new Row { Label = label, Numbers = vector[..Numbers] };
        for (var text = 0; text < Texts; text++)
            row.Set(text, $"category {Array.IndexOf(vector[GeneratedChurn.Columns[Numbers + text]], 1)}");
        return row;
    }

    private sealed class Answer
    {
        public float Probability { get; set; }
    }

    private sealed class Row
    {
        public bool Label { get; set; }

        [VectorType(MlNetChurn.Numbers)]
        public float[] Numbers { get; set; } = [];

        public string Text0 { get; set; } = "";

        public string Text1 { get; set; } = "";

        public string Text2 { get; set; } = "";

        public string Text3 { get; set; } = "";

        public string Text4 { get; set; } = "";

        public string Text5 { get; set; } = "";

        public string Text6 { get; set; } = "";

        public string Text7 { get; set; } = "";

        public string Text8 { get; set; } = "";

        public string Text9 { get; set; } = "";

        public string Text10 { get; set; } = "";

        public string Text11 { get; set; } = "";

        public string Text12 { get; set; } = "";

        public string Text13 { get; set; } = "";

        public string Text14 { get; set; } = "";

        public string Text15 { get; set; } = "";

        public void Set(int text, string value) => typeof(Row).GetProperty($"Text{text}")!.SetValue(this, value);
    }
}
