using ServerlessRetail.Datasets;
using ServerlessRetail.Training.Selection;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Tests.Training.Selection;

public sealed class TrainerCatalogTests
{
    private static readonly DataSize Churn = new(ModelTask.Binary, 5_000, 40);

    [Theory]
    [InlineData(ModelTask.Binary, "logisticRegression", "boostedTrees", "neuralNetwork")]
    [InlineData(ModelTask.Multiclass, "logisticRegression", "boostedTrees", "neuralNetwork")]
    [InlineData(ModelTask.Regression, "linearRegression", "boostedTrees", "neuralNetwork")]
    public void Without_settings_every_trainer_that_fits_is_tried_the_plainest_first(ModelTask task, params string[] expected)
    {
        var candidates = TrainerCatalog.Candidates(new ModelSettings(), Churn with { Task = task }, rarerShare: 0.3);

        Assert.Equal(expected, candidates.Select(candidate => candidate.Trainer.Name).Distinct());
        Assert.DoesNotContain(candidates, candidate => candidate.IsBalanced);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(8_000)]
    [InlineData(50_000)]
    [InlineData(1_000_000)]
    public void Every_candidate_is_tried_once(int rows)
    {
        var described = TrainerCatalog.Candidates(new ModelSettings(), Churn with { Rows = rows }, rarerShare: 0.3).Select(candidate => candidate.Describe()).ToList();

        Assert.Equal(described.Distinct(), described);
    }

    [Fact]
    public void A_rare_class_is_also_tried_with_weights()
    {
        var candidates = TrainerCatalog.Candidates(new ModelSettings(), Churn, rarerShare: 0.02);

        Assert.Equal(
            candidates.Select(candidate => candidate.Trainer.Name).Distinct(),
            candidates.Where(candidate => candidate.IsBalanced).Select(candidate => candidate.Trainer.Name));
    }

    [Fact]
    public void Values_to_try_are_combined()
    {
        var settings = Read("""[{ "name": "boostedTrees", "leaves": [4, 8], "learningRate": [0.1, 0.2] }]""");

        var trainers = TrainerCatalog.Candidates(settings, Churn, rarerShare: 0.3).Select(candidate => candidate.Trainer.Parameters).ToList();

        Assert.Equal([(4.0, 0.1), (4, 0.2), (8, 0.1), (8, 0.2)], trainers.Select(of => (of["leaves"], of["learningRate"])));
    }

    [Fact]
    public void The_baseline_is_a_candidate_where_it_is_named() =>
        Assert.Equal("baseline", Assert.Single(TrainerCatalog.Candidates(Read("""["baseline"]"""), Churn, rarerShare: 0.3)).Trainer.Name);

    [Fact]
    public void The_network_of_the_articles_is_a_preset()
    {
        var trainer = Assert.Single(TrainerCatalog.Candidates(Read("""[{ "name": "neuralNetwork", "preset": "article" }]"""), Churn, rarerShare: 0.3)).Trainer;

        Assert.Equal((10, 0, 10, 32), (trainer.Parameters["layer1"], trainer.Parameters["layer2"], trainer.Parameters["epochs"], trainer.Parameters["batchSize"]));
    }

    [Theory]
    [InlineData("""["trees"]""", "there is no trainer \"trees\". Trainers are linearRegression, logisticRegression, boostedTrees, neuralNetwork, baseline")]
    [InlineData("""[{ "name": "boostedTrees", "depth": 6 }]""", "no hyper-parameter \"depth\"; it has rounds, learningRate, leaves")]
    [InlineData("""[{ "name": "boostedTrees", "learningRate": 2 }]""", "\"learningRate\" of boostedTrees is 2; it must be a number from 0.001 to 1")]
    [InlineData("""[{ "name": "boostedTrees", "leaves": 7.5 }]""", "\"leaves\" of boostedTrees is 7.5; it must be a whole number from 0 to")]
    [InlineData("""[{ "name": "neuralNetwork", "preset": "paper" }]""", "no preset \"paper\"; it has article")]
    [InlineData("""[{ "name": "boostedTrees", "preset": "article" }]""", "boostedTrees has no presets")]
    public void What_no_trainer_has_is_refused_with_what_is_allowed(string trainers, string expected)
    {
        var refusal = Assert.Throws<RejectedException>(() => TrainerCatalog.Check(Read(trainers)));

        Assert.Equal(RejectionReasons.InvalidSettings, refusal.Reason);
        Assert.Contains("model.json, \"trainers\"", refusal.Message);
        Assert.Contains(expected, refusal.Message);
    }

    [Fact]
    public void A_trainer_that_cannot_learn_the_label_is_refused_with_those_that_can()
    {
        var refusal = Assert.Throws<RejectedException>(() => TrainerCatalog.Candidates(Read("""["logisticRegression"]"""), Churn with { Task = ModelTask.Regression }, rarerShare: 1));

        Assert.Contains("logisticRegression cannot learn this label, whose task is regression; linearRegression, boostedTrees, neuralNetwork, baseline can", refusal.Message);
    }

    [Fact]
    public void Names_are_those_of_the_trainers() =>
        Assert.Equal(
            [TrainerNames.LinearRegression, TrainerNames.LogisticRegression, TrainerNames.BoostedTrees, TrainerNames.NeuralNetwork, TrainerNames.Baseline],
            TrainerCatalog.Families.Select(family => family.Name));

    private static ModelSettings Read(string trainers) => ModelSettingsReader.Read(System.Text.Encoding.UTF8.GetBytes($$"""{ "trainers": {{trainers}} }"""));
}
