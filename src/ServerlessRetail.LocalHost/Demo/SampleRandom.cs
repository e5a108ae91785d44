namespace ServerlessRetail.LocalHost.Demo;

/// <summary>
/// Random numbers that are the same bits on every machine: SplitMix64 for the integers, and for everything else only
/// operations that IEEE 754 defines to the last bit. The mathematical functions of the runtime are those of the
/// platform's C library, which differ.
/// </summary>
internal sealed class SampleRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Evenly distributed from 0 up to, not including, 1.</summary>
    public double Uniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public int Below(int limit) => (int)(Uniform() * limit);

    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>Close to the standard normal distribution: twelve uniform numbers, added up.</summary>
    public double Normal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
            sum += Uniform();
        return sum;
    }

    /// <summary>A count of independent events. Knuth's method; its work grows with the mean.</summary>
    public int Poisson(double mean)
    {
        var limit = Exp(-mean);
        var count = 0;
        for (var product = Uniform(); product > limit; product *= Uniform())
            count++;
        return count;
    }

    /// <summary>One of the texts, by weights that add up to 1.</summary>
    public string Pick(params ReadOnlySpan<(string Text, double Weight)> choices)
    {
        var left = Uniform();
        foreach (var (text, weight) in choices)
        {
            left -= weight;
            if (left < 0)
                return text;
        }

        return choices[^1].Text;
    }

    /// <summary>The exponential function by a series around 0 and repeated squaring; exact to about 12 digits between -20 and 20.</summary>
    public static double Exp(double x)
    {
        const int Squarings = 10;
        var small = x / (1 << Squarings);
        var result = 1 + (small * (1 + (small / 2 * (1 + (small / 3 * (1 + (small / 4)))))));
        for (var i = 0; i < Squarings; i++)
            result *= result;
        return result;
    }

    /// <summary>From any number to a probability.</summary>
    public static double Logistic(double x) => 1 / (1 + Exp(-x));

    private ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        var bits = _state;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
