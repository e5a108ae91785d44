using System.Runtime.CompilerServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Some trees as <see cref="TreesExplainer"/> walks them: of each node what does not depend on the row. Nodes stand one layer
/// of all the trees after the other, so that few have to wait for what their neighbour comes to.
/// </summary>
/// <param name="nodes">The roots come first.</param>
/// <param name="leaves">What each leaf adds to the score.</param>
/// <param name="roots">Trees.</param>
internal sealed class TreeGame(TreeGame.Node[] nodes, double[] leaves, int roots)
{
    public ReadOnlySpan<Node> Nodes => nodes;

    public ReadOnlySpan<double> Leaves => leaves;

    public int Roots => roots;

    public long Bytes => ((long)nodes.Length * Unsafe.SizeOf<Node>()) + ((long)leaves.Length * sizeof(double));

    /// <param name="Share">Of the node's training rows, those that go left, 0 to 1.</param>
    /// <param name="Threshold">A row goes left where the slot is that or less.</param>
    /// <param name="Slot">Of the feature vector.</param>
    /// <param name="Group">The slot's.</param>
    /// <param name="Before">
    /// Where it is told whether the row meets what the way to the node asks of the group: 1 + 2 · place of the last node that
    /// asked where the way goes left there, one more where it goes right, 0 where none asked.
    /// </param>
    /// <param name="Factors">Place in <see cref="PointBlock.Factors"/>.</param>
    /// <param name="Left">Place of a child among the nodes, or behind them among the leaves.</param>
    /// <param name="Right">Place of a child likewise.</param>
    internal readonly record struct Node(double Share, float Threshold, int Slot, int Group, int Before, int Factors, int Left, int Right);
}
