using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Some trees as <see cref="TreesExplainer"/> walks them: of each node what does not depend on the row. Nodes stand one layer
/// of all the trees after the other, so that few have to wait for what their neighbour comes to. Nodes whose children are both
/// leaves, twigs, come last: they are done in one step.
/// </summary>
/// <param name="nodes">Their children stand behind them.</param>
/// <param name="inner">How many of them are no twigs.</param>
/// <param name="leaves">What each leaf adds to the score; those of twigs come last, two by two.</param>
/// <param name="roots">Place of each tree's root among the nodes.</param>
internal sealed class TreeGame(TreeGame.Node[] nodes, int inner, double[] leaves, int[] roots)
{
    /// <summary>All nodes.</summary>
    public int Count => nodes.Length;

    public ReadOnlySpan<Node> Inner => nodes.AsSpan(0, inner);

    public ReadOnlySpan<Node> Twigs => nodes.AsSpan(inner);

    /// <summary>Leaves that have a node beside them.</summary>
    public ReadOnlySpan<double> Leaves => leaves.AsSpan(0, leaves.Length - (2 * (nodes.Length - inner)));

    /// <summary>Two a twig: its left and its right.</summary>
    public ReadOnlySpan<double> TwigLeaves => leaves.AsSpan(leaves.Length - (2 * (nodes.Length - inner)));

    public ReadOnlySpan<int> Roots => roots;

    public long Bytes => ((long)nodes.Length * Unsafe.SizeOf<Node>()) + ((long)leaves.Length * sizeof(double)) + ((long)roots.Length * sizeof(int));

    /// <param name="Share">Of the node's training rows, those that go left, 0 to 1.</param>
    /// <param name="Threshold">A row goes left where the slot is that or less.</param>
    /// <param name="Slot">Of the feature vector.</param>
    /// <param name="Group">The slot's, in <see cref="Bytes"/>.</param>
    /// <param name="Before">
    /// Where it is told whether the row meets what the way to the node asks of the group: 1 + 2 · place of the last node that
    /// asked where the way goes left there, one more where it goes right, 0 where none asked.
    /// </param>
    /// <param name="Factors">Place in <see cref="PointBlock.Factors"/>, in <see cref="Bytes"/>.</param>
    /// <param name="Left">Place of a child among the nodes, or behind them among the leaves, in <see cref="Bytes"/>.</param>
    /// <param name="Right">Place of a child likewise.</param>
    internal readonly record struct Node(double Share, float Threshold, uint Slot, uint Group, uint Before, uint Factors, uint Left, uint Right)
    {
        /// <summary>From a place to the bytes before it, where a vector stands at each.</summary>
        public static uint Bytes(int place) => (uint)(place * Unsafe.SizeOf<Vector<double>>());
    }
}
