using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessRetail;

/// <summary>
/// JSON has no word for a number that is not one: NaN and the infinities are written as null, and null is read as NaN.
/// So a report about a model that went wrong can be stored and read like any other.
/// </summary>
internal sealed class FiniteNumberConverter : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteNullValue();
    }
}
