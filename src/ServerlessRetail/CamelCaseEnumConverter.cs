using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessRetail;

/// <summary>
/// An enum as the word that documents and requests have for it: <c>Promoted</c> as <c>promoted</c>, and no number. The
/// framework's converter would be compiled at run time for each enum, which the start to the first answer would wait for.
/// </summary>
/// <typeparam name="T">An enum of whole numbers of 32 bits, as they are by default.</typeparam>
internal sealed class CamelCaseEnumConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private readonly int[] _values = (int[])Enum.GetValuesAsUnderlyingType<T>();
    private readonly string[] _words = Array.ConvertAll(Enum.GetNames<T>(), JsonNamingPolicy.CamelCase.ConvertName);

    /// <exception cref="JsonException">It is none of the enum's words.</exception>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        for (var place = 0; reader.TokenType == JsonTokenType.String && place < _words.Length; place++)
        {
            if (reader.ValueTextEquals(_words[place]))
                return Unsafe.BitCast<int, T>(_values[place]);
        }
        throw new JsonException($"It is none of {string.Join(", ", _words)}.");
    }

    /// <exception cref="JsonException">The value has no name.</exception>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        var place = Array.IndexOf(_values, Unsafe.BitCast<T, int>(value));
        writer.WriteStringValue(place >= 0 ? _words[place] : throw new JsonException($"{value} is no {typeof(T).Name}."));
    }
}
