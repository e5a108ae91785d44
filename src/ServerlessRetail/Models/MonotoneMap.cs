namespace ServerlessRetail.Models;

/// <summary>A rising function given by points, straight between them and constant beyond the outermost.</summary>
/// <param name="Inputs">Ascending, at least one.</param>
/// <param name="Outputs">One an input, never falling.</param>
public sealed record MonotoneMap(IReadOnlyList<double> Inputs, IReadOnlyList<double> Outputs)
{
    private readonly double[] _inputs = [.. Inputs];
    private readonly double[] _outputs = [.. Outputs];

    public double Apply(double input)
    {
        var at = Array.BinarySearch(_inputs, input);
        if (at >= 0)
            return _outputs[at];
        var after = ~at;
        if (after == 0)
            return _outputs[0];
        if (after == _inputs.Length)
            return _outputs[^1];
        var share = (input - _inputs[after - 1]) / (_inputs[after] - _inputs[after - 1]);
        return _outputs[after - 1] + (share * (_outputs[after] - _outputs[after - 1]));
    }
}
