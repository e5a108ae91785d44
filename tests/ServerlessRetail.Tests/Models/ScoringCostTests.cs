using System.Runtime.InteropServices;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Tests.Models.Predictors;

namespace ServerlessRetail.Tests.Models;

/// <summary>What a row costs in memory, and many rows at once.</summary>
public sealed class ScoringCostTests
{
    /// <summary>More than are scored together, and no multiple of a word's bits.</summary>
    private const int Rows = 300;

    private static readonly int Width = ModelBuilder.RetailRecipe.Width;

    public static TheoryData<string> Kinds => ["linear", "trees", "network", "blend"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_row_with_its_reasons_allocates_nothing(string kind)
    {
        var (model, cells) = (Model(kind), Cells());
        var (space, contributions) = (model.CreateSpace(), new double[model.Recipe.Columns.Count]);
        Assert.Equal(0, Allocated.By(ScoreAll));

        void ScoreAll()
        {
            for (var row = 0; row < Rows; row++)
            {
                model.Probability(model.RawScore(cells.AsSpan(row * 4, 4), space));
                model.Explainer.Explain(space, 0, contributions);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Many_rows_are_scored_bit_for_bit_as_each_alone_and_allocate_nothing(string kind)
    {
        var (model, cells) = (Model(kind), Cells());
        var (space, scores) = (model.CreateSpace(), new double[Rows]);
        Assert.Equal(0, Allocated.By(() => model.RawScores(cells, Rows, scores, space)));
        double[] alone = [.. Enumerable.Range(0, Rows).Select(row => model.RawScore(cells.AsSpan(row * 4, 4), space))];
        Assert.True(MemoryMarshal.AsBytes<double>(alone).SequenceEqual(MemoryMarshal.AsBytes<double>(scores)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_memory_of_a_model_counts_the_tables_of_its_reasons_once_they_are_there(string kind)
    {
        var model = Model(kind);
        model.RawScore(new float[4], model.CreateSpace());
        var before = model.EstimatedBytes;

        var explainer = model.Explainer;

        Assert.InRange(before, 4_096, 1 << 20);
        Assert.Equal(explainer.Bytes, model.EstimatedBytes - before);
        Assert.True(explainer.Bytes > 0);
    }

    [Fact]
    public void A_larger_model_is_said_to_be_larger()
    {
        var larger = new ModelBuilder(ModelBuilder.RetailRecipe) { Predictor = RandomTrees.Create(seed: 1, Width, trees: 200, leaves: 30) }.Build();

        Assert.True(larger.EstimatedBytes > 2 * Model("trees").EstimatedBytes);
    }

    private static FittedModel Model(string kind)
    {
        var network = RandomNetwork.Create(hidden: 2, outputs: 1, networks: 2, seed: 1, [.. Enumerable.Range(0, Width).Select(_ => (float[])[])], Width);
        var linear = new ModelBuilder(ModelBuilder.RetailRecipe).Build();
        return kind switch
        {
            "trees" => new ModelBuilder(ModelBuilder.RetailRecipe) { Predictor = RandomTrees.Create(seed: 1, Width, trees: 20, leaves: 30) }.Build(),
            "network" => new ModelBuilder(ModelBuilder.RetailRecipe) { Predictor = network }.Build(),
            "blend" => Blend(linear, RandomTrees.Create(seed: 1, Width + 1, trees: 20, leaves: 30), network),
            _ => linear,
        };
    }

    /// <summary>The trees have a recipe of their own.</summary>
    private static FittedModel Blend(FittedModel linear, TreesPredictor trees, NetworkPredictor network)
    {
        FeatureColumn[] columns = [.. linear.Recipe.Columns];
        columns[0] = (NumericFeature)columns[0] with { FlagsMissing = true };
        var description = linear.Description with
        {
            OtherRecipes = [new FeatureRecipe(columns)],
            OutputScale = 1.5,
            OutputOffset = -0.25,
            Parts = [new("logisticRegression", 0.2, Recipe: 0), new("boostedTrees", 0.5, Recipe: 1), new("neuralNetwork", 0.3, Recipe: 0)],
        };
        return new FittedModel(description, [linear.Predictors[0], trees, network]);
    }

    private static float[] Cells()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Rows).SelectMany(_ => (float[])
            [random.Next(72), random.Next(2), random.Next(5) == 0 ? float.NaN : random.Next(900), random.Next(5) == 0 ? float.NaN : random.Next(4)])];
    }
}
