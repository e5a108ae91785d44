namespace ServerlessRetail.Training.Trainers.Trees;

/// <summary>Hyper-parameters of boosted trees. 0 is chosen from the rows where it says so.</summary>
public sealed record BoostedTreesOptions
{
    /// <summary>Trees an output, at most where there are validation rows; 0: chosen.</summary>
    public int Rounds { get; init; }

    /// <summary>How much of each tree is added, above 0 to 1.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Most leaves of a tree; 1 counts as 2; 0: chosen.</summary>
    public int Leaves { get; init; }

    /// <summary>Fewest training rows of a leaf, 1 or more; 0: chosen.</summary>
    public int MinimumRowsPerLeaf { get; init; }

    /// <summary>L2 penalty of leaf values; LightGBM alone has it.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>L1 penalty of leaf values; LightGBM alone has it.</summary>
    public double L1 { get; init; }

    /// <summary>Share of the slots that each tree may ask for, above 0 to 1.</summary>
    public double FeatureFraction { get; init; } = 1;

    /// <summary>Share of the rows that each tree learns from, above 0 to 1.</summary>
    public double RowFraction { get; init; } = 1;

    /// <summary>Most different values of a slot that splits tell apart.</summary>
    public int MaximumBins { get; init; } = 255;

    /// <summary>The options with what was left open chosen for a number of rows.</summary>
    /// <param name="stopsEarly">Whether validation rows tell the number of rounds, so that there is no harm in many.</param>
    internal BoostedTreesOptions For(int rows, bool stopsEarly) => this with
    {
        Rounds = Rounds > 0 ? Rounds : stopsEarly ? 2_000 : 200,
        Leaves = Leaves > 0 ? Math.Max(2, Leaves) : rows < 20_000 ? 8 : rows < 100_000 ? 31 : 63,
        MinimumRowsPerLeaf = MinimumRowsPerLeaf > 0 ? MinimumRowsPerLeaf : Math.Clamp(rows / 50, 1, 20),
    };
}
