using Microsoft.ML.Trainers.FastTree;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Training.Trainers.Trees;

/// <summary>The trees of one output as ML.NET has them: <c>score = factor · (bias + Σ weight of tree · leaf)</c>.</summary>
internal sealed record MlNetTrees(double Factor, double Bias, IReadOnlyList<RegressionTree> Trees, IReadOnlyList<double> Weights)
{
    /// <param name="factor">From ML.NET's score to a raw score.</param>
    public static MlNetTrees Of(TreeEnsembleModelParametersBasedOnRegressionTree model, double factor) =>
        new(factor, model.TrainedTreeEnsemble.Bias, model.TrainedTreeEnsemble.Trees, model.TrainedTreeEnsemble.TreeWeights);
}

/// <summary>Turns ML.NET's trees into a predictor.</summary>
/// <param name="width">Slots of the feature vector.</param>
internal sealed class EnsembleBuilder(int width)
{
    /// <param name="outputs">One an output.</param>
    /// <param name="scaling">What was done to the labels, which is undone.</param>
    public TreesPredictor Build(IReadOnlyList<MlNetTrees> outputs, LabelScaling scaling)
    {
        var builder = new FlatTreesBuilder();
        var outputOfTree = new List<int>();
        for (var round = 0; round < outputs.Max(output => output.Trees.Count); round++)
        {
            for (var output = 0; output < outputs.Count; output++)
            {
                if (round >= outputs[output].Trees.Count)
                    continue;
                Add(builder, outputs[output].Trees[round], outputs[output].Factor * outputs[output].Weights[round] * scaling.Deviation);
                outputOfTree.Add(output);
            }
        }
        return new TreesPredictor(
            [.. outputs.Select(output => (output.Factor * output.Bias * scaling.Deviation) + scaling.Mean)], [.. outputOfTree], builder.Build(width));
    }

    private static void Add(FlatTreesBuilder builder, RegressionTree tree, double factor)
    {
        // The root is a leaf where no split was worth it.
        builder.Add(
            tree.NumberOfNodes > 0 ? 0 : ~0,
            node => new FlatTrees.Node(tree.NumericalSplitFeatureIndexes[node], tree.NumericalSplitThresholds[node], tree.LeftChild[node], tree.RightChild[node]),
            leaf => (Finite(tree.LeafValues[leaf] * factor), 0));
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : throw new RejectedException(
        RejectionReasons.CannotFit,
        $"The numbers in the columns are too extreme to learn from. Exclude the column that has them in {DatasetName.SettingsFile}.");
}
