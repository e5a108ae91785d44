using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Training;
using ServerlessRetail.Training.Selection;
using ServerlessRetail.Training.Trainers;
using ServerlessRetail.Training.Trainers.Network;
using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.Tests.Training;

public sealed class FittingPlanTests
{
    private static readonly Gen<PartVectors> Part = Gen.Select(Gen.Bool, Gen.Int[1, 2_000_000], Gen.Int[1, 2_000])
        .Select((oneHot, rows, width) => new PartVectors(new FeatureOptions(OneHot: oneHot), Math.Min(rows, (int)(FittingPlan.MostSlots / width)), width));

    [Fact]
    public void Every_part_is_trained_once_and_no_wave_takes_more_memory_than_there_is() => Part.Array[1, 6].Sample(parts =>
    {
        var waves = FittingPlan.Waves(parts);

        return waves.SelectMany(wave => wave).Order().SequenceEqual(Enumerable.Range(0, parts.Length))
            && waves.All(wave => wave.Select(part => parts[part]).Distinct().Sum(part => (long)part.Rows * part.Width) <= FittingPlan.MostSlots);
    });

    [Fact]
    public void Parts_of_a_usual_file_are_trained_side_by_side()
    {
        var (slots, places) = (new PartVectors(new FeatureOptions(), 80_000, 200), new PartVectors(new FeatureOptions(OneHot: false), 80_000, 30));

        Assert.Equal([0, 1, 2, 3], Assert.Single(FittingPlan.Waves([slots, places, slots, places])));
    }

    [Fact]
    public void Parts_with_the_same_vectors_take_their_room_once()
    {
        var large = new PartVectors(new FeatureOptions(), 500_000, 200);

        Assert.Equal([0, 1], Assert.Single(FittingPlan.Waves([large, large])));
        Assert.Equal(2, FittingPlan.Waves([large, large with { Rows = 250_000 }]).Count);
    }

    [Fact]
    public void Candidates_are_compared_as_planned_where_the_vectors_have_room()
    {
        var (small, large) = (SelectionPlan.For(80_000, 20, new ModelSettings()), SelectionPlan.For(800_000, 20, new ModelSettings()));

        Assert.Same(small, FittingPlan.Narrow(small, ModelTask.Binary, width: 200, rows: 80_000));
        Assert.Same(large, FittingPlan.Narrow(large, ModelTask.Regression, width: 200, rows: 800_000));
    }

    [Fact]
    public void Candidates_are_compared_on_fewer_rows_where_the_vectors_are_very_wide() =>
        Gen.Select(Gen.Int[1, 3_000_000], Gen.Int[1, 20_000], Gen.Enum<ModelTask>()).Sample((rows, width, task) =>
        {
            var plan = FittingPlan.Narrow(SelectionPlan.For(rows, 20, new ModelSettings()), task, width, rows);

            var compared = plan.FoldCount == 1 ? plan.MaxRows + (long)SelectionSample.ValidationRows(plan) : rows;
            return compared * width <= FittingPlan.MostSlots + width && plan.MaxRows > 1;
        });

    [Fact]
    public void Networks_learn_from_a_sample_of_many_rows_and_wide_rows_are_fewer()
    {
        var (network, trees) = (new NeuralNetworkTrainer(), new BoostedTreesTrainer());

        Assert.Equal(100_000, FittingPlan.RowsFor(network, width: 50, rows: 100_000));
        Assert.Equal(FittingPlan.MostNetworkRows, FittingPlan.RowsFor(network, width: 50, rows: 800_000));
        Assert.Equal(800_000, FittingPlan.RowsFor(trees, width: 50, rows: 800_000));
        Assert.Equal(50_000, FittingPlan.RowsFor(new LogisticRegressionTrainer(), width: 2_000, rows: 800_000));
    }
}
