using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ServerlessRetail.Scoring;

/// <summary>Where values end in JSON (RFC 8259) that is in UTF-8: what plain documents need of a reader.</summary>
internal static class JsonText
{
    /// <summary>In place of where something ends: it is not that, or not plain.</summary>
    public const int None = -1;

    /// <summary>What ends the plain part of a text: its end, an escape, and what may not stand in one.</summary>
    private static readonly SearchValues<byte> NotPlain = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(control => (byte)control), (byte)'"', (byte)'\\']);

    /// <returns>The place of the next byte that is no white space; the length where there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipSpace(ReadOnlySpan<byte> json, int at)
    {
        while ((uint)at < (uint)json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            at++;
        return at;
    }

    /// <param name="start">Place of the opening quote.</param>
    /// <returns>The place after the closing quote; <see cref="None"/> for a text with escapes or without an end.</returns>
    public static int EndOfText(ReadOnlySpan<byte> json, int start)
    {
        var length = json[(start + 1)..].IndexOfAny(NotPlain);
        return length >= 0 && json[start + 1 + length] == '"' ? start + length + 2 : None;
    }

    /// <param name="start">Place of the first byte.</param>
    /// <returns>The place after the number; <see cref="None"/> where there is none. What follows is not looked at.</returns>
    public static int EndOfNumber(ReadOnlySpan<byte> json, int start)
    {
        var at = At(json, start) == '-' ? start + 1 : start;
        var whole = EndOfDigits(json, at);
        if (whole == at || (whole > at + 1 && json[at] == '0'))
            return None;
        at = whole;
        if (At(json, at) == '.')
        {
            var fraction = EndOfDigits(json, at + 1);
            if (fraction == at + 1)
                return None;
            at = fraction;
        }
        if (At(json, at) is 'e' or 'E')
        {
            var digits = At(json, at + 1) is '+' or '-' ? at + 2 : at + 1;
            at = EndOfDigits(json, digits);
            if (at == digits)
                return None;
        }
        return at;
    }

    /// <summary>Of a text, a number, true, false or null.</summary>
    /// <param name="start">Place of the first byte.</param>
    /// <returns>The place after the value; <see cref="None"/> for any other value and for what is not plain.</returns>
    public static int EndOfValue(ReadOnlySpan<byte> json, int start) => At(json, start) switch
    {
        '"' => EndOfText(json, start),
        't' => EndOfWord(json, start, "true"u8),
        'f' => EndOfWord(json, start, "false"u8),
        'n' => EndOfWord(json, start, "null"u8),
        _ => EndOfNumber(json, start),
    };

    /// <returns>The place after the value, whatever it is.</returns>
    /// <exception cref="JsonException">It is broken.</exception>
    public static int SkipValue(ReadOnlySpan<byte> json, int start)
    {
        var reader = new Utf8JsonReader(json[start..]);
        reader.Read();
        reader.Skip();
        return start + (int)reader.BytesConsumed;
    }

    /// <summary>What a reader of the whole says of a document that is broken somewhere.</summary>
    public static JsonException ErrorOf(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
            }
        }
        catch (JsonException exception)
        {
            return exception;
        }
        return new JsonException("The document is broken.");
    }

    private static int EndOfWord(ReadOnlySpan<byte> json, int start, ReadOnlySpan<byte> word) => json[start..].StartsWith(word) ? start + word.Length : None;

    private static int EndOfDigits(ReadOnlySpan<byte> json, int at)
    {
        while ((uint)at < (uint)json.Length && char.IsAsciiDigit((char)json[at]))
            at++;
        return at;
    }

    private static char At(ReadOnlySpan<byte> json, int at) => (uint)at < (uint)json.Length ? (char)json[at] : default;
}
