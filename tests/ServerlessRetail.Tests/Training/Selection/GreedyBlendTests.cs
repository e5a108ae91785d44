using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Training.Selection;

namespace ServerlessRetail.Tests.Training.Selection;

public sealed class GreedyBlendTests
{
    private static readonly SelectionLoss SquaredError = new(ModelTask.Regression, LabelScale.Linear);

    [Fact]
    public void Two_models_with_opposite_errors_share_the_weight()
    {
        var (labels, high, low) = Opposite(rows: 400);

        var weights = GreedyBlend.Choose([high, low], labels, SquaredError, seed: 1);

        Assert.InRange(weights[0], 0.4, 0.6);
        Assert.Equal(1, weights.Sum(), 12);
    }

    [Fact]
    public void A_model_that_is_worse_everywhere_gets_no_weight()
    {
        var (labels, high, low) = Opposite(rows: 400);
        var noise = new Random(3);
        double[] bad = [.. labels.Select(label => label + (20 * noise.NextDouble()) - 10)];

        Assert.Equal(0, GreedyBlend.Choose([bad, high, low], labels, SquaredError, seed: 1)[0]);
    }

    [Fact]
    public void Copies_of_one_model_make_no_blend()
    {
        var (labels, high, _) = Opposite(rows: 400);

        Assert.Equal([1.0, 0, 0], GreedyBlend.Choose([high, high, high], labels, SquaredError, seed: 1));
    }

    [Fact]
    public void A_blend_has_at_most_four_parts()
    {
        var random = new Random(5);
        float[] labels = [.. Enumerable.Range(0, 600).Select(_ => (float)random.NextDouble())];
        double[][] scores = [.. Enumerable.Range(0, 9).Select(_ => labels.Select(label => label + random.NextDouble() - 0.5).ToArray())];

        Assert.Equal(4, GreedyBlend.Choose(scores, labels, SquaredError, seed: 1).Count(weight => weight > 0));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(25_000)]
    public void The_same_seed_gives_the_same_weights(int rows)
    {
        var (labels, high, low) = Opposite(rows);

        Assert.Equal(GreedyBlend.Choose([high, low], labels, SquaredError, seed: 7), GreedyBlend.Choose([high, low], labels, SquaredError, seed: 7));
    }

    [Fact]
    public void Several_outputs_of_a_row_are_blended_alike()
    {
        var blended = GreedyBlend.Blend([[1.0, 2, 3, 4], [5.0, 6, 7, 8]], [0.25, 0.75]);

        Assert.Equal([4.0, 5, 6, 7], blended);
    }

    private static (float[] Labels, double[] High, double[] Low) Opposite(int rows)
    {
        var random = new Random(1);
        float[] labels = [.. Enumerable.Range(0, rows).Select(_ => (float)(10 * random.NextDouble()))];
        double[] errors = [.. labels.Select(_ => 2 * random.NextDouble())];
        return (labels, [.. labels.Zip(errors, (label, error) => label + error)], [.. labels.Zip(errors, (label, error) => label - error)]);
    }
}
