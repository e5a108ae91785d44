namespace ServerlessRetail.Models;

/// <summary>A rising function given by points, straight between them and constant beyond the outermost.</summary>
/// <param name="Inputs">Ascending, at least one.</param>
/// <param name="Outputs">One an input, never falling.</param>
public sealed record MonotoneMap(IReadOnlyList<double> Inputs, IReadOnlyList<double> Outputs)
{
    private readonly double[] _inputs = [.. Inputs];
    private readonly double[] _outputs = [.. Outputs];

    public double Apply(double input) => PiecewiseLinear.At(_inputs, _outputs, input);
}
