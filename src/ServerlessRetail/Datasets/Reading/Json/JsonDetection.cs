using System.Text.Json;

namespace ServerlessRetail.Datasets;

/// <summary>Recognises text that is JSON, and how it separates its objects.</summary>
internal static class JsonDetection
{
    private const int SampleLines = 20;

    /// <returns>The objects; null: the text is no JSON.</returns>
    public static JsonRecords? TryOpen(TextSource source, TextBuffer text)
    {
        var content = text.Text.TrimStart(" \t\r\n"u8);
        var isArray = content.StartsWith("["u8) && content[1..].TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)']', ..];
        if (!isArray && !content.StartsWith("{"u8))
            return null;

        text.EndRowsWith((byte)'\n');
        return isArray || !HasObjectOnALine(content) ? new JsonObjects(source, text) : new JsonLines(source, text);
    }

    private static bool HasObjectOnALine(ReadOnlySpan<byte> content)
    {
        for (var line = 0; line < SampleLines && !content.IsEmpty; line++)
        {
            var end = content.IndexOf((byte)'\n');
            var text = end < 0 ? content : content[..end];
            if (IsObject(text))
                return true;
            content = end < 0 ? [] : content[(end + 1)..];
        }

        return false;
    }

    private static bool IsObject(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
