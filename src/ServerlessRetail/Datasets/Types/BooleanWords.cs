namespace ServerlessRetail.Datasets;

/// <summary>Yes and no as files write them: yes/no, y/n, ja/nein, j/n, oui/non, si/no, true/false, t/f, on/off, 1/0; case does not matter.</summary>
public static class BooleanWords
{
    private static readonly (string True, string False)[] Pairs =
    [
        ("yes", "no"), ("y", "n"), ("ja", "nein"), ("j", "n"), ("oui", "non"), ("si", "no"), ("sí", "no"),
        ("true", "false"), ("t", "f"), ("on", "off"), ("1", "0"), ("1.0", "0.0"),
    ];

    /// <summary>The words of all pairs as files spell them: in lower case, in upper case and with a capital letter.</summary>
    internal static IEnumerable<(string True, string False)> Spellings => Pairs.SelectMany(pair =>
        ((string, string)[])[pair, (pair.True.ToUpperInvariant(), pair.False.ToUpperInvariant()), (Capitalise(pair.True), Capitalise(pair.False))]);

    /// <summary>Whether two texts are the two words of one pair, in either order.</summary>
    public static bool ArePair(string first, string second) => Pairs.Any(pair =>
        (Same(first, pair.True) && Same(second, pair.False)) || (Same(first, pair.False) && Same(second, pair.True)));

    /// <summary>What a word of any pair says; null for any other text. Spaces around it do not matter.</summary>
    public static bool? Parse(ReadOnlySpan<char> text)
    {
        var word = CellText.Trim(text);
        foreach (var (yes, no) in Pairs)
        {
            if (Same(word, yes))
                return true;
            if (Same(word, no))
                return false;
        }

        return null;
    }

    private static string Capitalise(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static bool Same(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
