namespace ServerlessRetail.Datasets.PersonalData;

/// <summary>Check digits of numbers that are given out to persons.</summary>
internal static class Checksums
{
    private const string DniLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

    /// <summary>A payment card: 13 to 19 digits, perhaps with spaces or hyphens, the last one a Luhn digit (ISO/IEC 7812-1, annex B).</summary>
    public static bool IsCardNumber(ReadOnlySpan<char> text)
    {
        var (sum, digits) = (0, 0);
        var first = '\0';
        for (var i = text.Length - 1; i >= 0; i--)
        {
            var character = text[i];
            if (character is ' ' or '-')
                continue;
            if (!char.IsAsciiDigit(character))
                return false;
            var digit = character - '0';
            if (digits++ % 2 == 1)
                digit = digit > 4 ? (2 * digit) - 9 : 2 * digit;
            sum += digit;
            first = character;
        }

        // The networks' numbers begin with 2 to 6; 13 digits that begin with 4 are as often an article number (EAN).
        return digits is >= 14 and <= 19 && first is >= '2' and <= '6' && sum % 10 == 0;
    }

    /// <summary>An IBAN: country, two check digits, up to 30 letters and digits; modulo 97 it is 1 (ISO 13616, ISO 7064).</summary>
    public static bool IsIban(ReadOnlySpan<char> text)
    {
        Span<char> compact = stackalloc char[34];
        var length = 0;
        foreach (var character in text)
        {
            if (character == ' ')
                continue;
            if (length == compact.Length || !char.IsAsciiLetterOrDigit(character))
                return false;
            compact[length++] = char.ToUpperInvariant(character);
        }

        if (length < 15 || !char.IsAsciiLetter(compact[0]) || !char.IsAsciiLetter(compact[1]) || !char.IsAsciiDigit(compact[2]) || !char.IsAsciiDigit(compact[3]))
            return false;
        var remainder = 0;
        for (var i = 0; i < length; i++)
        {
            var character = compact[(i + 4) % length];
            remainder = char.IsAsciiDigit(character)
                ? ((remainder * 10) + character - '0') % 97
                : ((remainder * 100) + character - 'A' + 10) % 97;
        }

        return remainder == 1;
    }

    /// <summary>A US social security number, a British national insurance number, a Spanish DNI or NIE, or a French NIR.</summary>
    public static bool IsNationalId(ReadOnlySpan<char> text) =>
        IsSocialSecurityNumber(text) || IsNationalInsuranceNumber(text) || IsDni(text) || IsNir(text);

    /// <summary>123-45-6789; 000, 666 and 9xx were never given out, nor 00 and 0000 (SSA, 2011).</summary>
    private static bool IsSocialSecurityNumber(ReadOnlySpan<char> text) =>
        text.Length == 11 && text[3] == '-' && text[6] == '-'
        && AreDigits(text[..3]) && AreDigits(text[4..6]) && AreDigits(text[7..])
        && text[..3] is not ("000" or "666") && text[0] != '9' && text[4..6] is not "00" && text[7..] is not "0000";

    /// <summary>AB 12 34 56 C.</summary>
    private static bool IsNationalInsuranceNumber(ReadOnlySpan<char> text)
    {
        Span<char> compact = stackalloc char[9];
        return Compact(text, compact) == 9
            && char.IsAsciiLetterUpper(compact[0]) && char.IsAsciiLetterUpper(compact[1]) && AreDigits(compact[2..8]) && compact[8] is >= 'A' and <= 'D';
    }

    /// <summary>Eight digits and a letter that is their remainder by 23; X, Y, Z stand for 0, 1, 2 in a NIE.</summary>
    private static bool IsDni(ReadOnlySpan<char> text)
    {
        Span<char> compact = stackalloc char[9];
        if (Compact(text, compact) != 9)
            return false;
        if (compact[0] is >= 'X' and <= 'Z')
            compact[0] = (char)(compact[0] - 'X' + '0');
        return AreDigits(compact[..8]) && DniLetters[int.Parse(compact[..8], System.Globalization.CultureInfo.InvariantCulture) % 23] == compact[8];
    }

    /// <summary>Fifteen digits that begin with 1 or 2; the last two are 97 minus the rest's remainder by 97.</summary>
    private static bool IsNir(ReadOnlySpan<char> text)
    {
        Span<char> compact = stackalloc char[15];
        return Compact(text, compact) == 15 && compact[0] is '1' or '2' && AreDigits(compact)
            && 97 - (long.Parse(compact[..13], System.Globalization.CultureInfo.InvariantCulture) % 97)
                == long.Parse(compact[13..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <returns>Characters without spaces and hyphens; more than the room has: one more than that.</returns>
    private static int Compact(ReadOnlySpan<char> text, Span<char> compact)
    {
        var length = 0;
        foreach (var character in text)
        {
            if (character is ' ' or '-')
                continue;
            if (length == compact.Length)
                return compact.Length + 1;
            compact[length++] = character;
        }

        return length;
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
