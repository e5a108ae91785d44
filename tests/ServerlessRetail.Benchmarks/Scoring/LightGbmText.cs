using System.Globalization;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Benchmarks.Scoring;

/// <summary>Writes trees of one output in LightGBM's text format, so that LightGBM scores the very same ones.</summary>
internal static class LightGbmText
{
    public static string Of(TreesPredictor predictor)
    {
        var trees = predictor.Trees;
        var slots = Enumerable.Range(0, trees.Width);
        var blocks = new List<string>
        {
            $"""
            tree
            version=v4
            num_class=1
            num_tree_per_iteration=1
            label_index=0
            max_feature_idx={trees.Width - 1}
            objective=regression
            feature_names={string.Join(' ', slots.Select(slot => $"s{slot}"))}
            feature_infos={string.Join(' ', slots.Select(_ => "[-1000:1000]"))}
            """,
        };
        var (firstNode, firstLeaf) = (0, 0);
        for (var tree = 0; tree < trees.Count; tree++)
        {
            var leaves = trees.LeavesOfTree[tree];
            blocks.Add(Tree(tree, trees.Nodes.Slice(firstNode, leaves - 1).ToArray(), firstNode, firstLeaf, trees.LeafValues.AsSpan(firstLeaf, leaves).ToArray()));
            (firstNode, firstLeaf) = (firstNode + leaves - 1, firstLeaf + leaves);
        }
        blocks.Add("end of trees\n");
        return string.Join("\n\n", blocks);
    }

    private static string Tree(int tree, FlatTrees.Node[] nodes, int firstNode, int firstLeaf, double[] values)
    {
        return $"""
            Tree={tree}
            num_leaves={values.Length}
            num_cat=0
            split_feature={Join(nodes.Select(node => node.Slot))}
            split_gain={Join(nodes.Select(_ => 1))}
            threshold={Join(nodes.Select(node => (double)node.Threshold))}
            decision_type={Join(nodes.Select(_ => 2))}
            left_child={Join(nodes.Select(node => Within(node.Left)))}
            right_child={Join(nodes.Select(node => Within(node.Right)))}
            leaf_value={Join(values)}
            leaf_weight={Join(values.Select(_ => 1))}
            leaf_count={Join(values.Select(_ => 1))}
            internal_value={Join(nodes.Select(_ => 0))}
            internal_weight={Join(nodes.Select(_ => 1))}
            internal_count={Join(nodes.Select(_ => 1))}
            is_linear=0
            shrinkage=1
            """;

        int Within(int reference) => reference < 0 ? ~(~reference - firstLeaf) : reference - firstNode;
    }

    private static string Join<T>(IEnumerable<T> numbers)
        where T : IFormattable => string.Join(' ', numbers.Select(number => number.ToString(number is double ? "R" : null, CultureInfo.InvariantCulture)));
}
