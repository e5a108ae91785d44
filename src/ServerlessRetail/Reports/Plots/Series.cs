namespace ServerlessRetail.Reports.Plots;

/// <summary>What is drawn in one colour; the style sheet has it for light, dark and paper.</summary>
/// <param name="Name">A class of the style sheet.</param>
internal sealed record Series(string Name)
{
    /// <summary>The model, or the positive class.</summary>
    public static Series First { get; } = new("first");

    /// <summary>What it is compared with, or the negative class. Its lines are dashed, so that colour is not all there is.</summary>
    public static Series Second { get; } = new("second");

    /// <summary>What is chosen.</summary>
    public static Series Mark { get; } = new("mark");

    /// <summary>Behind the rest.</summary>
    public static Series Quiet { get; } = new("quiet");

    /// <summary>Thin, to compare with.</summary>
    public static Series Reference { get; } = new("reference");
}
