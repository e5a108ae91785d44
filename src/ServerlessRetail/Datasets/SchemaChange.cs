using System.Text.Json.Serialization;

namespace ServerlessRetail.Datasets;

/// <summary>How a column of a file differs from the champion's.</summary>
/// <param name="Column">Its name in this file; of a missing one, its name in the champion's.</param>
/// <param name="Before">The name or type that the champion knows; null for an extra column.</param>
/// <param name="Detail">A sentence.</param>
public sealed record SchemaChange(SchemaChangeKind Kind, SchemaChangeEffect Effect, string Column, string? Before, string Detail);

[JsonConverter(typeof(CamelCaseEnumConverter<SchemaChangeKind>))]
public enum SchemaChangeKind
{
    Renamed,
    Missing,
    Extra,
    Retyped,
}

/// <summary>What follows from a change.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SchemaChangeEffect>))]
public enum SchemaChangeEffect
{
    /// <summary>The new model learns from the file as it is.</summary>
    Accepted,

    /// <summary>The new model learns from it in its new form; the champion will not understand it.</summary>
    Coerced,

    /// <summary>The run ends as rejected.</summary>
    Refused,
}
