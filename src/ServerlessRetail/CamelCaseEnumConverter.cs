using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessRetail;

/// <summary>Writes an enum as the word that documents and requests have for it: <c>Promoted</c> as <c>promoted</c>.</summary>
internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
