using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Http;

/// <summary>JSON of the API's answers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(ScoreResult))]
[JsonSerializable(typeof(List<ScoreResult>))]
[JsonSerializable(typeof(ScoreBatch))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelView))]
[JsonSerializable(typeof(RunList))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ReadinessView))]
[JsonSerializable(typeof(RefreshView))]
internal sealed partial class HttpJson : JsonSerializerContext
{
    /// <summary>Leaves letters such as ü as they are: the answers are JSON, never part of a page.</summary>
    public static HttpJson Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new FiniteNumberConverter() },
    });
}
