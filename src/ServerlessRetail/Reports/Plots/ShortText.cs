using System.Globalization;

namespace ServerlessRetail.Reports.Plots;

/// <summary>Text for a drawing, which cannot wrap.</summary>
internal static class ShortText
{
    /// <summary>Cut between characters as people see them, with an ellipsis.</summary>
    /// <param name="length">The most characters.</param>
    public static string Shorten(this string text, int length)
    {
        var characters = StringInfo.ParseCombiningCharacters(text);
        return characters.Length <= length ? text : text[..characters[length - 1]] + "…";
    }
}
