using ServerlessRetail.Datasets;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Training.Trainers.Network;

namespace ServerlessRetail.Tests.Training.Trainers.Network;

/// <summary>The gradient by which a network learns against the slope of the loss, measured on the predictor made of its parameters.</summary>
public sealed class NetworkGradientTests
{
    private const float Step = 1e-5f;

    public static TheoryData<ModelTask, int[], bool, bool> Cases { get; } = new()
    {
        { ModelTask.Binary, [5, 3], true, false },
        { ModelTask.Binary, [17], false, true },
        { ModelTask.Multiclass, [5, 3], true, true },
        { ModelTask.Multiclass, [9, 8, 4], false, false },
        { ModelTask.Regression, [5, 3], true, true },
        { ModelTask.Regression, [], false, false },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Every_parameter_has_the_slope_of_the_loss(ModelTask task, int[] hidden, bool isWide, bool hasSteps)
    {
        var rows = SyntheticRows.Create(task, rows: 60);
        rows = rows with { Weights = [.. Enumerable.Range(0, rows.RowCount).Select(row => 0.5f + (row % 3))] };
        var encoding = new PiecewiseLinearEncoding([hasSteps ? [-1, 0, 0.5f] : [], [], hasSteps ? [-2, 2] : [], []]);
        var shape = new NetworkShape([encoding.Inputs, .. hidden, rows.Outputs], isWide);
        var training = new NetworkTraining(rows, encoding, new NetworkOptions { BatchSize = 60 }, shape, seed: 5);
        var random = new SplitMix64(3);
        var parameters = shape.Initialize(random);
        foreach (var layer in Enumerable.Range(0, shape.Layers))
            shape.Biases(parameters, layer)[..shape.Units[layer + 1]].Fill(0.05f);
        var gradient = new float[shape.Length];
        int[] batch = [.. Enumerable.Range(0, 60)];

        training.Differentiate(batch, parameters, gradient, dropout: null);

        for (var i = 0; i < parameters.Length; i++)
        {
            var (above, below) = (parameters.ToArray(), parameters.ToArray());
            above[i] += Step;
            below[i] -= Step;
            var slope = (Loss(above) - Loss(below)) / (above[i] - (double)below[i]);
            Assert.True(Math.Abs(slope - gradient[i]) < 1e-4 * Math.Max(1, Math.Abs(slope)), $"Parameter {i}: {gradient[i]} against {slope}.");
        }
        Assert.True(gradient.Count(slope => Math.Abs(slope) > 1e-3) > 4);

        double Loss(float[] changed)
        {
            var predictor = NetworkAssembly.Assemble(encoding, shape, [changed], scale: 1, offset: 0, rows.SlotMeans());
            var scores = new double[predictor.Outputs];
            double loss = 0;
            for (var row = 0; row < rows.RowCount; row++)
            {
                predictor.Predict(rows.Vectors[row], scores);
                loss += rows.Weights![row] * NetworkLoss.Of(task, scores, rows.Labels[row]);
            }
            return loss / rows.Weights!.Sum(weight => (double)weight);
        }
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_drops_its_share()
    {
        var units = new float[40_000];
        units.AsSpan().Fill(1);

        new Dropout(0.3, new SplitMix64(1)).Apply(units);

        Assert.InRange(units.Average(), 0.98f, 1.02f);
        Assert.InRange(units.Count(unit => unit == 0) / 40_000.0, 0.29, 0.31);
    }

    [Fact]
    public void Weights_decay_and_biases_do_not()
    {
        float[] parameters = [.. Enumerable.Repeat(1f, 2 * MatrixProduct.Pad(1))];

        new AdamW(parameters.Length, decayed: MatrixProduct.Pad(1), weightDecay: 0.5).Step(parameters, new float[parameters.Length], learningRate: 0.1, gradientScale: 1);

        Assert.All(parameters[..MatrixProduct.Pad(1)], weight => Assert.Equal(0.95f, weight, 1e-6f));
        Assert.All(parameters[MatrixProduct.Pad(1)..], bias => Assert.Equal(1f, bias));
    }

    [Fact]
    public void The_first_step_of_adam_is_the_learning_rate_against_the_gradients_sign()
    {
        float[] parameters = [.. Enumerable.Repeat(1f, MatrixProduct.Pad(1))];

        new AdamW(parameters.Length, decayed: 0, weightDecay: 0).Step(parameters, [.. parameters.Select(_ => 7f)], learningRate: 0.01, gradientScale: 1);

        Assert.All(parameters, parameter => Assert.Equal(0.99f, parameter, 1e-6f));
    }
}
