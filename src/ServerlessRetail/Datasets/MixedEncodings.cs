using System.Globalization;
using System.Text.Unicode;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Finds texts that stand in UTF-8 in a file that is otherwise Windows-1252, as where two exports were put together:
/// their letters come out as two or three (MÃ¼ller), which are valid UTF-8 again when written as Windows-1252.
/// </summary>
internal static class MixedEncodings
{
    /// <summary>More texts than this say nothing new.</summary>
    private const int MostTexts = 10_000;

    /// <returns>A note for each column with such texts or such a name.</returns>
    public static IEnumerable<DatasetNote> Notes(IReadOnlyList<Column> columns, DatasetSource source)
    {
        if (source.Encoding != TextEncodings.GetName(TextEncoding.Windows1252))
            yield break;
        foreach (var column in columns)
        {
            var texts = column is CodedColumn coded ? Enumerable.Range(0, Math.Min(MostTexts, coded.DistinctCount)).Count(code => IsUtf8(coded.GetValue(code))) : 0;
            if (texts == 0 && !IsUtf8(column.Name))
                continue;
            var what = texts == 0 ? "its name" : string.Create(CultureInfo.InvariantCulture, $"{texts} of its distinct texts");
            yield return new DatasetNote(
                DatasetNote.MixedEncodings, column.Name,
                $"The file was read as Windows-1252, but of the column {column.Name} {what} would be UTF-8: some letters are read as two or three. Write the whole file in UTF-8.");
        }
    }

    private static bool IsUtf8(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange('\0', '\x7F') < 0)
            return false;
        var bytes = new byte[text.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            var special = text[i] is < '\x80' or (>= '\xA0' and <= '\xFF') ? -1 : Transcoder.Windows1252.IndexOf(text[i], StringComparison.Ordinal);
            if (special < 0 && text[i] > '\xFF')
                return false;
            bytes[i] = (byte)(special < 0 ? text[i] : 0x80 + special);
        }

        return Utf8.IsValid(bytes);
    }
}
