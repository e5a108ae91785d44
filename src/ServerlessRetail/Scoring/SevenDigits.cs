using System.Runtime.CompilerServices;

namespace ServerlessRetail.Scoring;

/// <summary>Decimal numbers of seven significant digits: as many as a contribution is right to.</summary>
internal static class SevenDigits
{
    private const int Digits = 7;
    private const double Limit = 1e7;
    private const int Longest = 24;

    /// <summary>Below the one and from the other on numbers are left as they are: as good as zero, or too large for decimals.</summary>
    private const double Smallest = 1e-15;
    private const double Largest = 1e15;

    /// <summary>From here on, and below <see cref="Limit"/>, the shortest text of a number has neither an exponent nor zeros for want of digits.</summary>
    private const double SmallestPlain = 1e-4;

    /// <summary>Ten to the power of the place. All of them are exact, and so quotients are the nearest to the decimal.</summary>
    private static ReadOnlySpan<double> Powers =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <returns>The nearest number of seven significant digits.</returns>
    public static double Round(double number)
    {
        var size = Math.Abs(number);
        if (!(size is >= Smallest and < Largest))
            return number;
        var digits = Scale(size, out var decimals);
        return Math.CopySign(decimals >= 0 ? digits / Powers[decimals] : digits * Powers[-decimals], number);
    }

    /// <summary>Writes a number of seven significant digits or less as the shortest text that stands for it alone.</summary>
    /// <param name="utf8">Room for 24 bytes.</param>
    /// <returns>False for numbers of more digits, of which nothing was written; and for very small and large ones.</returns>
    public static bool TryWrite(double number, Span<byte> utf8, out int length)
    {
        length = 0;
        var size = Math.Abs(number);
        if (!(size is >= SmallestPlain and < Limit))
            return false;
        var digits = Scale(size, out var decimals);
        if (digits / Powers[decimals] != size)
            return false;

        Span<byte> text = stackalloc byte[Longest];
        var (left, at) = ((uint)digits, Longest);
        for (; decimals > 0 && left % 10 == 0; decimals--)
            left /= 10;
        for (var decimalsLeft = decimals; decimalsLeft > 0; decimalsLeft--)
            text[--at] = Next(ref left);
        if (decimals > 0)
            text[--at] = (byte)'.';
        do
            text[--at] = Next(ref left);
        while (left > 0);
        if (number < 0)
            text[--at] = (byte)'-';
        length = Longest - at;
        text[at..].CopyTo(utf8);
        return true;
    }

    private static byte Next(ref uint left)
    {
        var digit = (byte)('0' + (left % 10));
        left /= 10;
        return digit;
    }

    /// <summary>The nearest whole number below ten to the seventh, or that itself, when the point is moved.</summary>
    /// <param name="decimals">Places that the point was moved right.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Scale(double size, out int decimals)
    {
        // By the power of two that it has the power of ten is known but for one.
        var exponent = ((BitConverter.DoubleToUInt64Bits(size) >> 52) & 0x7FF) - 1_023d;
        decimals = Digits - 1 - (int)Math.Floor(exponent * 0.30103);
        var scaled = Move(size, decimals);
        if (scaled >= Limit)
            scaled = Move(size, --decimals);
        return Math.Round(scaled);
    }

    private static double Move(double size, int decimals) => decimals >= 0 ? size * Powers[decimals] : size / Powers[-decimals];
}
