namespace ServerlessRetail.Models;

/// <summary>A function given by points: straight between them and constant beyond the outermost.</summary>
internal static class PiecewiseLinear
{
    /// <param name="inputs">Ascending, at least one.</param>
    /// <param name="outputs">One an input.</param>
    public static double At(double[] inputs, double[] outputs, double input)
    {
        var at = Array.BinarySearch(inputs, input);
        if (at >= 0)
            return outputs[at];
        var after = ~at;
        if (after == 0)
            return outputs[0];
        if (after == inputs.Length)
            return outputs[^1];
        var share = (input - inputs[after - 1]) / (inputs[after] - inputs[after - 1]);
        return outputs[after - 1] + (share * (outputs[after] - outputs[after - 1]));
    }
}
