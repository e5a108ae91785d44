using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Training.Trainers.Trees;

/// <summary>How well the first rounds of a predictor do on rows that it has not learned from.</summary>
internal static class RoundLosses
{
    private const double LeastProbability = 1e-15;

    /// <summary>The number of rounds with the smallest loss, 1 or more; the fewest where several have it.</summary>
    public static int BestRounds(TreesPredictor predictor, TrainingSet rows)
    {
        var losses = Of(predictor, rows);
        return losses.Length == 0 ? 1 : Array.IndexOf(losses, losses.Min()) + 1;
    }

    /// <summary>The summed loss after each round: log loss, or squared error.</summary>
    public static double[] Of(TreesPredictor predictor, TrainingSet rows)
    {
        var treesOfRound = TreesOfRounds(predictor);
        var losses = new double[treesOfRound.Length];
        var scores = new double[predictor.Outputs];
        var probabilities = new double[predictor.Outputs];
        for (var row = 0; row < rows.RowCount; row++)
        {
            predictor.Biases.CopyTo(scores);
            var weight = rows.Weights?[row] ?? 1;
            for (var round = 0; round < losses.Length; round++)
            {
                foreach (var tree in treesOfRound[round])
                    scores[predictor.OutputOfTree[tree]] += predictor.Trees.LeafValues[predictor.Trees.LeafOf(tree, rows.Vectors[row])];
                losses[round] += weight * Loss(rows.Task, scores, rows.Labels[row], probabilities);
            }
        }
        return losses;
    }

    private static double Loss(ModelTask task, double[] scores, float label, double[] probabilities)
    {
        switch (task)
        {
            case ModelTask.Regression:
                return (scores[0] - label) * (scores[0] - label);
            case ModelTask.Binary:
                return -Math.Log(Math.Max(LeastProbability, Sigmoid.Of(label > 0.5f ? scores[0] : -scores[0])));
            default:
                Softmax.Of(scores, probabilities);
                return -Math.Log(Math.Max(LeastProbability, probabilities[(int)label]));
        }
    }

    private static int[][] TreesOfRounds(TreesPredictor predictor)
    {
        var rounds = Enumerable.Range(0, predictor.Rounds).Select(_ => new List<int>()).ToArray();
        var taken = new int[predictor.Outputs];
        for (var tree = 0; tree < predictor.Trees.Count; tree++)
            rounds[taken[predictor.OutputOfTree[tree]]++].Add(tree);
        return [.. rounds.Select(trees => trees.ToArray())];
    }
}
