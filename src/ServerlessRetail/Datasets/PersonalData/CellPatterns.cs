using System.Net;
using System.Text.RegularExpressions;

namespace ServerlessRetail.Datasets.PersonalData;

/// <summary>What a single cell looks like. Every pattern runs in time linear in the cell's length.</summary>
internal static partial class CellPatterns
{
    /// <summary>Longer cells are free text; their beginning is looked at.</summary>
    private const int LongestCell = 400;

    public static bool HasEmail(string text) => text.Contains('@', StringComparison.Ordinal) && Email().IsMatch(Head(text));

    public static bool IsPhone(string text) =>
        text.Length is >= 8 and <= 24 && Phone().IsMatch(text) && text.Count(char.IsAsciiDigit) is >= 8 and <= 15;

    /// <summary>Six digits and more: enough where the column's name says what they are.</summary>
    public static bool HasDigits(string text) => text.Length <= 40 && text.Count(char.IsAsciiDigit) >= 6;

    public static bool IsStreetAddress(string text) =>
        text.Length >= 6 && (NumberFirst().IsMatch(Head(text)) || NumberLast().IsMatch(Head(text)));

    public static bool IsIpAddress(string text) =>
        text.Length is >= 7 and <= 45
        && (text.Count(character => character == '.') == 3 || text.Count(character => character == ':') >= 2)
        && !text.Contains('[', StringComparison.Ordinal)
        && IPAddress.TryParse(text, out _);

    /// <summary>"Anna", "Anna Schmidt", "Schmidt, Anna", "Dr. Anna Schmidt": letters only, a common given name among the first words.</summary>
    public static bool IsPersonName(string text)
    {
        if (text.Length is < 2 or > 60 || !PersonWords().IsMatch(text))
            return false;
        foreach (var word in text.AsSpan().SplitAny(' ', ',', '.', '-'))
        {
            if (GivenNames.Contains(text.AsSpan()[word]))
                return true;
        }

        return false;
    }

    private static string Head(string text) => text.Length <= LongestCell ? text : text[..LongestCell];

    [GeneratedRegex(@"[\p{L}0-9._%+'-]+@[\p{L}0-9-]+(\.[\p{L}0-9-]+)*\.\p{L}{2,24}", RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    // A plus or a zero, an area code in brackets, or groups of three and four with the same separator: not 1-2-3 and no date.
    [GeneratedRegex(@"^(\+[0-9][0-9 ()./-]+|0[0-9]{1,5}[ /-][0-9 ()/-]{4,}|00[0-9][0-9 ()/-]+|\(?[0-9]{3}\)?[ .-]?[0-9]{3}[ .-][0-9]{4}( ?x[0-9]+)?|[0-9]{2}([ .][0-9]{2}){4})$", RegexOptions.NonBacktracking)]
    private static partial Regex Phone();

    [GeneratedRegex(@"^[0-9]{1,5}[a-z]?,? ((bis|ter) )?([\p{L}0-9.'-]+ ){0,4}(street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place|pl|square|sq|close|crescent|terrace|highway|hwy|parkway|pkwy)\b|^[0-9]{1,5}[a-z]?,? ((bis|ter) )?(rue|avenue|boulevard|chemin|place|impasse|allée|quai|route)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex NumberFirst();

    [GeneratedRegex(@"^[\p{L} .'-]*(straße|strasse|str\.|weg|platz|gasse|allee|ring|damm|ufer|chaussee|markt) ?[0-9]{1,4} ?[a-z]?\b|^(calle|c/|avenida|avda\.?|av\.|plaza|paseo|camino|via|via le|viale) ?[\p{L} .'-]+,? ?(n[ºo°.]* ?)?[0-9]{1,4}\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex NumberLast();

    [GeneratedRegex(@"^\p{L}[\p{L}\p{M}.'’-]*(,? [\p{L}\p{M}.'’-]+){0,4}$", RegexOptions.NonBacktracking)]
    private static partial Regex PersonWords();
}
