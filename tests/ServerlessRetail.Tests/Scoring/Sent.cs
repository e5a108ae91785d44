using System.Buffers;
using System.Text.Json;
using ServerlessRetail.Http;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Models;

namespace ServerlessRetail.Tests.Scoring;

/// <summary>Customers sent to the model of <see cref="ModelBuilder.RetailRecipe"/>.</summary>
internal static class Sent
{
    public const string Complete = """{ "customerId": "C-17", "tenure": 10, "flag": 1, "monthlySpend": 55.5, "tier": "gold" }""";

    public static Customer Read(string json, string path = "", bool strict = false)
    {
        var reader = new CustomerReader(new ModelBuilder(ModelBuilder.RetailRecipe).Build(), strict);
        return reader.Read(Element(json), path);
    }

    /// <summary>A complete customer with one field replaced.</summary>
    public static Customer ReadWith(string column, string value) => Read(With(column, value));

    public static string With(string column, string value)
    {
        var fields = Element(Complete).EnumerateObject().Where(field => field.Name != column).Select(field => $"\"{field.Name}\": {field.Value.GetRawText()}");
        return $"{{ {string.Join(", ", fields.Append($"\"{column}\": {value}"))} }}";
    }

    /// <summary>As a request has it that was not received in one piece.</summary>
    public static ReceivedBody Body(ReadOnlySpan<byte> json)
    {
        var body = ArrayPool<byte>.Shared.Rent(json.Length);
        json.CopyTo(body);
        return new ReceivedBody(body, json.Length);
    }

    public static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
