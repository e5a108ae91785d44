using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServerlessRetail.Scoring;

/// <summary>Writes JSON values byte for byte as the serialiser of <see cref="Http.HttpJson.Readable"/> does, without a writer's room and checks.</summary>
internal static class JsonBytes
{
    private const int LongestNumber = 32;
    private const byte Quote = (byte)'"';

    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>A number that is none is null, see <see cref="FiniteNumberConverter"/>.</summary>
    public static void WriteNumber(this AnswerBuffer output, double number)
    {
        if (!double.IsFinite(number))
        {
            output.Write("null"u8);
            return;
        }

        output.Advance(ShortestDigits.Write(number, output.GetSpan(ShortestDigits.Longest)));
    }

    public static void WriteNumber(this AnswerBuffer output, long number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(LongestNumber), out var length);
        output.Advance(length);
    }

    public static void WriteText(this AnswerBuffer output, ReadOnlySpan<byte> utf8)
    {
        if (Encoder.FindFirstCharacterToEncodeUtf8(utf8) >= 0)
            utf8 = JsonEncodedText.Encode(utf8, Encoder).EncodedUtf8Bytes;
        var span = output.GetSpan(utf8.Length + 2);
        span[0] = Quote;
        utf8.CopyTo(span[1..]);
        span[utf8.Length + 1] = Quote;
        output.Advance(utf8.Length + 2);
    }

    public static void WriteText(this AnswerBuffer output, string text)
    {
        var span = output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length) + 2);
        var length = Encoding.UTF8.GetBytes(text, span[1..]);
        if (Encoder.FindFirstCharacterToEncodeUtf8(span.Slice(1, length)) >= 0)
        {
            output.WriteText(span.Slice(1, length).ToArray());
            return;
        }

        span[0] = span[length + 1] = Quote;
        output.Advance(length + 2);
    }

    /// <summary>Writes a text, number, true, false or null that was sent, with the escapes that an answer needs.</summary>
    /// <param name="json">Valid JSON.</param>
    public static void WriteValue(this AnswerBuffer output, ReadOnlySpan<byte> json)
    {
        if (json[0] == Quote)
            output.WriteText(TextOf(json));
        else
            output.Write(json);
    }

    /// <summary>What a text that was sent says; of any other value the JSON itself.</summary>
    /// <param name="json">Valid JSON.</param>
    public static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> json)
    {
        if (json[0] != Quote)
            return json;
        if (!json.Contains((byte)'\\'))
            return json[1..^1];
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var text = new byte[json.Length];
        return text.AsSpan(0, reader.CopyString(text));
    }
}
