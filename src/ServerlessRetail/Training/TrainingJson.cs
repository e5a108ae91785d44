using System.Text.Json.Serialization;

namespace ServerlessRetail.Training;

/// <summary>JSON of what is stored in the runs container.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class TrainingJson : JsonSerializerContext;
