namespace ServerlessRetail.Models.Predictors;

/// <summary>Points and weights that integrate polynomials of degree <c>2 · points - 1</c> from 0 to 1 without error (Gauss, 1814).</summary>
internal sealed class GaussLegendre
{
    private const int NewtonSteps = 100;

    /// <param name="points">1 or more.</param>
    public GaussLegendre(int points)
    {
        (Points, Weights) = (new double[points], new double[points]);
        for (var point = 0; point < points; point++)
        {
            // Newton's method from the known guess for the root of the Legendre polynomial on [-1, 1].
            var root = Math.Cos(Math.PI * (point + 0.75) / (points + 0.5));
            var slope = 1.0;
            for (var step = 0; step < NewtonSteps; step++)
            {
                (var value, slope) = Legendre(points, root);
                var change = value / slope;
                root -= change;
                if (Math.Abs(change) < 1e-16)
                    break;
            }
            Points[point] = (1 + root) / 2;
            Weights[point] = 1 / ((1 - (root * root)) * slope * slope);
        }
    }

    /// <summary>Between 0 and 1.</summary>
    public double[] Points { get; }

    /// <summary>They sum to 1.</summary>
    public double[] Weights { get; }

    /// <summary>The Legendre polynomial and its derivative, by Bonnet's recursion.</summary>
    private static (double Value, double Slope) Legendre(int degree, double at)
    {
        var (before, value) = (1.0, at);
        for (var k = 2; k <= degree; k++)
            (before, value) = (value, ((((2 * k) - 1) * at * value) - ((k - 1) * before)) / k);
        return (value, degree * ((at * value) - before) / ((at * at) - 1));
    }
}
