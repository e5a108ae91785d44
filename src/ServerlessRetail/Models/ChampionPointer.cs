using System.Text.Json.Serialization;

namespace ServerlessRetail.Models;

/// <summary>Of a champion what says which version answers.</summary>
internal sealed record ChampionPointer(string Version);

/// <summary>Apart from <see cref="ModelJson"/>, so that reading a pointer readies nothing of the report.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChampionPointer))]
internal sealed partial class ChampionPointerJson : JsonSerializerContext;
