using System.Text.Json.Serialization;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Models;

/// <summary>JSON of what is stored in the models container.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = false)]
[JsonSerializable(typeof(ModelDescription))]
[JsonSerializable(typeof(ModelReport))]
[JsonSerializable(typeof(Champion))]
[JsonSerializable(typeof(DatasetSchema))]
internal sealed partial class ModelJson : JsonSerializerContext;
