namespace ServerlessRetail.Datasets.PersonalData;

/// <summary>A column's name as words: <c>customerEmail_2</c>, <c>Customer E-Mail</c> and <c>CUSTOMER-EMAIL</c> read alike.</summary>
internal sealed class ColumnWords
{
    private readonly string[] _words;

    public ColumnWords(string name)
    {
        _words = Split(name);
        Joined = string.Concat(_words);
        Spaced = $" {string.Join(' ', _words)} ";
    }

    /// <summary>All words without anything between them.</summary>
    public string Joined { get; }

    /// <summary>All words with a space before, between and after them.</summary>
    public string Spaced { get; }

    /// <summary>Whether a word or a run of words is part of the name, or the whole name written as one.</summary>
    /// <param name="phrase">Lower-case words with a space between two.</param>
    public bool Has(string phrase) =>
        Spaced.Contains($" {phrase} ", StringComparison.Ordinal)
        || Joined == phrase.Replace(" ", "", StringComparison.Ordinal);

    public bool HasAny(IEnumerable<string> phrases) => phrases.Any(Has);

    private static string[] Split(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var ends = i == name.Length || !char.IsLetter(name[i]);
            if (ends || StartsHump(name, i))
            {
                if (i > start)
                    words.Add(Fold(name[start..i]));
                start = ends ? i + 1 : i;
            }
        }

        return [.. words];
    }

    /// <summary>The B of customerBirth and the N of SSNumber, but no letter within BIRTH.</summary>
    private static bool StartsHump(string name, int i) =>
        i > 0 && char.IsUpper(name[i])
        && (char.IsLower(name[i - 1]) || (char.IsUpper(name[i - 1]) && i + 1 < name.Length && char.IsLower(name[i + 1])));

    /// <summary>Lower case without accents; ß is ss.</summary>
    private static string Fold(string word)
    {
        var folded = new System.Text.StringBuilder(word.Length);
        foreach (var character in word.ToLowerInvariant())
        {
            _ = character switch
            {
                'ß' => folded.Append("ss"),
                'á' or 'à' or 'â' or 'ä' or 'ã' => folded.Append('a'),
                'é' or 'è' or 'ê' or 'ë' => folded.Append('e'),
                'í' or 'ì' or 'î' or 'ï' => folded.Append('i'),
                'ó' or 'ò' or 'ô' or 'ö' or 'õ' => folded.Append('o'),
                'ú' or 'ù' or 'û' or 'ü' => folded.Append('u'),
                'ñ' => folded.Append('n'),
                'ç' => folded.Append('c'),
                _ => folded.Append(character),
            };
        }

        return folded.ToString();
    }
}
