using System.Text.Json.Serialization;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Quality;

namespace ServerlessRetail.Models;

/// <summary>JSON of what is stored in the models container.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = false,
    Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(ModelDescription))]
[JsonSerializable(typeof(ModelReport))]
[JsonSerializable(typeof(Champion))]
[JsonSerializable(typeof(DatasetSchema))]
[JsonSerializable(typeof(QualityReport))]
internal sealed partial class ModelJson : JsonSerializerContext;
