using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Tests.Models.Predictors;

public sealed class TreesPredictorTests
{
    [Fact]
    public void A_slot_that_equals_the_threshold_goes_left()
    {
        var builder = new FlatTreesBuilder();
        builder.Add(0, _ => new FlatTrees.Node(0, 2, ~0, ~1), leaf => (leaf == 0 ? 1 : -1, 1));
        var predictor = new TreesPredictor([10], [0], builder.Build(1));

        Assert.Equal([11, 11, 9], new[] { 1, 2, float.BitIncrement(2) }.Select(slot => predictor.Predict([slot])));
    }

    [Fact]
    public void Each_tree_adds_to_its_output()
    {
        var builder = new FlatTreesBuilder();
        foreach (var value in (double[])[1, 2, 4, 8])
            builder.Add(~0, _ => default, _ => (value, 1));
        var predictor = new TreesPredictor([100, 200], [0, 1, 1, 0], builder.Build(1));
        var scores = new double[2];

        predictor.Predict([0], scores);
        Assert.Equal([109, 206], scores);

        predictor.First(1).Predict([0], scores);
        Assert.Equal([101, 202], scores);
        Assert.Equal(2, predictor.Rounds);
        Assert.Equal(1, predictor.First(1).Rounds);
    }

    [Fact]
    public void The_first_of_all_rounds_are_the_same_trees()
    {
        var predictor = RandomTrees.Create(seed: 1, width: 5, trees: 9, leaves: 20, outputs: 3);

        Assert.Equal(Bytes(predictor), Bytes(predictor.First(predictor.Rounds)));
        Assert.NotEqual(Bytes(predictor), Bytes(predictor.First(predictor.Rounds - 1)));
    }

    [Fact]
    public void What_was_written_is_read()
    {
        var predictor = RandomTrees.Create(seed: 2, width: 5, trees: 9, leaves: 20, outputs: 3);
        var reader = new ModelFileReader(Bytes(predictor));

        Assert.Equal(Bytes(predictor), Bytes(PredictorFile.Read(ref reader)));
    }

    [Theory]
    [InlineData(0, 0, "goes round in a circle")]
    [InlineData(1, 1, "skips a node")]
    [InlineData(-1, -2, "comes to no node")]
    [InlineData(1, -1, "comes to leaves out of order")]
    [InlineData(5, -3, "leaves the arrays")]
    [InlineData(1, int.MinValue, "leaves the arrays below")]
    public void A_tree_that_is_none_is_refused(int left, int right, string why)
    {
        FlatTrees.Node[] nodes = [new(0, 0, left, right), new(0, 0, -1, -2)];

        Assert.True(Assert.Throws<ArgumentException>(() => new FlatTrees(1, [3], nodes, [1, 2, 3], [1, 1, 1])).Message.Length > 0, why);
    }

    [Fact]
    public void Slots_leaves_and_outputs_that_are_not_there_are_refused()
    {
        FlatTrees.Node[] nodes = [new(0, 0, -1, -2)];

        Assert.Throws<ArgumentException>(() => new FlatTrees(0, [2], nodes, [1, 2], [1, 1]));
        Assert.Throws<ArgumentException>(() => new FlatTrees(1, [2], [nodes[0] with { Threshold = float.NaN }], [1, 2], [1, 1]));
        Assert.Throws<ArgumentException>(() => new FlatTrees(1, [2], nodes, [1, double.NaN], [1, 1]));
        Assert.Throws<ArgumentException>(() => new FlatTrees(1, [2], nodes, [1, 2], [1, -1]));
        Assert.Throws<ArgumentException>(() => new FlatTrees(1, [2, 0], nodes, [1, 2], [1, 1]));
        Assert.Throws<ArgumentException>(() => new FlatTrees(1, [1], nodes, [1, 2], [1, 1]));
        Assert.Throws<ArgumentException>(() => new FlatTrees(1, [FlatTrees.MaxLeaves + 1], nodes, [1, 2], [1, 1]));
        Assert.Throws<ArgumentException>(() => new TreesPredictor([0], [1], new FlatTrees(1, [2], nodes, [1, 2], [1, 1])));
    }

    private static byte[] Bytes(Predictor predictor)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        PredictorFile.Write(writer, predictor);
        writer.Flush();
        return stream.ToArray();
    }
}
