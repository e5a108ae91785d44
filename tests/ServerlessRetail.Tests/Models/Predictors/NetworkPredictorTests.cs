using CsCheck;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Tests.Models.Predictors;

public sealed class NetworkPredictorTests
{
    [Fact]
    public void A_network_by_hand_gives_the_score_by_hand()
    {
        var encoding = new PiecewiseLinearEncoding([[0, 2], []]);
        var predictor = new NetworkPredictor(
            encoding,
            new DenseLayer([1, 0, 10], [0.5]),
            [[new DenseLayer([1, -1, 2, 3, 0, 0], [0.25, 0]), new DenseLayer([2, 100], [0])]],
            means: [0, 0]);

        // Inputs: 1, -0.25, and half of the step from 0 to 2. Units: relu(1 - 0.5 + 0.25) and relu(-1 - 0.75).
        Assert.Equal(0.5 + 1 + 5 + (2 * 0.75), predictor.Predict([1, -0.25f]), 1e-15);
    }

    [Fact]
    public void A_number_counts_the_steps_that_it_passed()
    {
        var encoding = new PiecewiseLinearEncoding([[-1, 0, 4]]);
        var inputs = new double[3];

        foreach (var (number, first, second) in ((float, double, double)[])[(-9, 0, 0), (-0.75f, 0.25, 0), (0, 1, 0), (1, 1, 0.25), (4, 1, 1), (1e30f, 1, 1)])
        {
            encoding.Encode([number], inputs.AsSpan());
            Assert.Equal([(double)number, first, second], inputs);
        }
    }

    [Fact]
    public void Contributions_add_up_whatever_the_network() => Gen.Select(
        Gen.Int[0, 3], Gen.Int[1, 3], Gen.Int[0, 3], Gen.Int[1, 1_000], Gen.Float[-50, 50].Array[4]).Sample(
        (hidden, outputs, networks, seed, vector) =>
        {
            var predictor = RandomNetwork.Create(hidden, outputs, hidden == 0 ? 0 : networks, seed);
            var explainer = predictor.CreateExplainer(new SlotGroups([2, 0, 2]));
            var (scores, contributions) = (new double[outputs], new double[3]);

            predictor.Predict(vector, scores);

            for (var output = 0; output < outputs; output++)
            {
                explainer.Explain(vector, output, contributions);
                var tolerance = 1e-11 * Math.Max(1, contributions.Sum(Math.Abs));
                Assert.Equal(scores[output], explainer.BaseScores[output] + contributions.Sum(), tolerance);
                Assert.Equal(0, contributions[1]);
            }
        },
        iter: 500);

    [Fact]
    public void The_reference_itself_has_no_contributions()
    {
        var predictor = RandomNetwork.Create(hidden: 2, outputs: 1, networks: 2, seed: 4);
        var contributions = new double[4];

        predictor.CreateExplainer(SlotGroups.OneEach(4)).Explain(predictor.Means, 0, contributions);

        Assert.All(contributions, contribution => Assert.Equal(0, contribution));
    }

    [Fact]
    public void Scoring_and_explaining_need_no_memory()
    {
        var predictor = RandomNetwork.Create(hidden: 2, outputs: 3, networks: 2, seed: 5);
        var explainer = predictor.CreateExplainer(SlotGroups.OneEach(4));
        float[] vector = [1, 2, 3, 4];
        var (scores, contributions) = (new double[3], new double[4]);
        Assert.Equal(0, Allocated.By(Run));

        void Run()
        {
            predictor.Predict(vector, scores);
            explainer.Explain(vector, 1, contributions);
        }
    }

    [Fact]
    public void Layers_that_do_not_fit_are_refused()
    {
        var encoding = new PiecewiseLinearEncoding([[], []]);

        Assert.Throws<ArgumentException>(() => new DenseLayer(new double[5], new double[2]));
        Assert.Throws<ArgumentException>(() => new PiecewiseLinearEncoding([[2, 1]]));
        Assert.Throws<ArgumentException>(() => new NetworkPredictor(encoding, new DenseLayer(new double[3], [0]), [], [0, 0]));
        Assert.Throws<ArgumentException>(() => new NetworkPredictor(
            encoding, new DenseLayer(new double[2], [0]), [[new DenseLayer(new double[6], new double[3]), new DenseLayer(new double[2], [0])]], [0, 0]));
    }
}
