using System.Buffers.Text;

namespace ServerlessRetail.Scoring;

/// <summary>
/// The shortest decimal number that stands for a double alone, and of those the nearest, as the framework writes it too, in a
/// fifth of the time: for numbers of common size a product of 128 bits tells exactly how far a decimal is away.
/// </summary>
internal static class ShortestDigits
{
    /// <summary>Bytes that any number takes at most.</summary>
    public const int Longest = 32;

    /// <summary>So many digits tell any two doubles apart.</summary>
    private const int MostDigits = 17;

    private const double Smallest = 1e-3;
    private const double Largest = 1e15;

    private const int MantissaBits = 52;
    private const ulong HiddenBit = 1UL << MantissaBits;

    /// <summary>Exponents are stored with so much added, for a mantissa that is a whole number.</summary>
    private const int Bias = 1023 + MantissaBits;

    private static ReadOnlySpan<ulong> Powers =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
        10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ];

    /// <summary>Writes any number: the common ones by itself.</summary>
    /// <param name="utf8">Room for <see cref="Longest"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(double number, Span<byte> utf8)
    {
        if (!SevenDigits.TryWrite(number, utf8, out var length) && !TryWrite(number, utf8, out length))
            Utf8Formatter.TryFormat(number, utf8, out length);
        return length;
    }

    /// <param name="utf8">Room for 24 bytes.</param>
    /// <returns>False for very small and large numbers and for some that are seldom, of which nothing was written.</returns>
    public static bool TryWrite(double number, Span<byte> utf8, out int length)
    {
        length = 0;
        var size = Math.Abs(number);
        if (!(size is >= Smallest and < Largest))
            return false;
        var bits = BitConverter.DoubleToUInt64Bits(size);
        var mantissa = (bits & (HiddenBit - 1)) | HiddenBit;
        if (mantissa == HiddenBit)
            return false;

        // The number is the mantissa by two to the power of 3 to 62.
        var shift = Bias - (int)(bits >> MantissaBits);
        var decimals = MostDigits - WholeDigits(size);
        _ = Round(mantissa, shift, decimals, out var digits);
        for (; decimals > 0; decimals--)
        {
            var isSame = Round(mantissa, shift, decimals - 1, out var fewer);
            if (isSame is null)
                return false;
            if (!isSame.Value)
                break;
            digits = fewer;
        }

        length = Write(number < 0, digits, decimals, utf8);
        return true;
    }

    /// <summary>Rounds to so many decimals.</summary>
    /// <param name="digits">The decimal without its point.</param>
    /// <returns>Whether no other double is as near to the decimal; null where one is exactly as near.</returns>
    private static bool? Round(ulong mantissa, int shift, int decimals, out ulong digits)
    {
        var power = Powers[decimals];
        var high = Math.BigMul(mantissa, power, out var low);
        digits = (high << (64 - shift)) | (low >> shift);
        var (one, rest) = (1UL << shift, low & ((1UL << shift) - 1));
        if (rest > one - rest || (rest == one - rest && (digits & 1) == 1))
        {
            digits++;
            rest = one - rest;
        }

        // The next double is one mantissa away, and half of that is what may be rounded.
        return rest * 2 == power ? null : rest * 2 < power;
    }

    /// <returns>Digits before the point; below one the zeros that follow it.</returns>
    private static int WholeDigits(double size)
    {
        if (size < 1)
            return size >= 0.1 ? 0 : size >= 0.01 ? -1 : -2;
        var whole = 1;
        while (size >= Powers[whole])
            whole++;
        return whole;
    }

    private static int Write(bool isNegative, ulong digits, int decimals, Span<byte> utf8)
    {
        var at = 0;
        if (isNegative)
            utf8[at++] = (byte)'-';
        if (digits < Powers[decimals])
        {
            // 0.00123: the zeros before the digits too.
            utf8[at++] = (byte)'0';
            utf8[at++] = (byte)'.';
            for (var place = decimals - 1; digits < Powers[place]; place--)
                utf8[at++] = (byte)'0';
            Utf8Formatter.TryFormat(digits, utf8[at..], out var written);
            return at + written;
        }

        Utf8Formatter.TryFormat(digits, utf8[at..], out var all);
        if (decimals == 0)
            return at + all;
        var point = at + all - decimals;
        utf8.Slice(point, decimals).CopyTo(utf8[(point + 1)..]);
        utf8[point] = (byte)'.';
        return at + all + 1;
    }
}
