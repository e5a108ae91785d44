using System.Text.Json.Serialization;

namespace ServerlessRetail.Scoring.Bulk;

/// <summary>
/// What a run is going to do, fixed once: whoever scores a part, and how often it is scored, gets the same bytes.
/// </summary>
/// <param name="Blob">Name within the scoring container.</param>
/// <param name="ETag">Of the file as it is scored.</param>
/// <param name="Version">The champion when the run began; it scores every part, whatever is promoted meanwhile.</param>
/// <param name="Output">Name within the scores container.</param>
/// <param name="IsDelimited">Whether the file is delimited text.</param>
/// <param name="Columns">The file's columns.</param>
/// <param name="Reasons">Reasons for each row.</param>
/// <param name="Rows">Rows with content.</param>
/// <param name="Parts">In the order of the file; whole rows each. One part is the file from its beginning.</param>
/// <param name="TraceParent">The span of the run, for parts that are scored elsewhere; null where nobody listened.</param>
internal sealed record BulkPlan(
    string Blob, [property: JsonPropertyName("etag")] string ETag, string Version, string Output, bool IsDelimited,
    IReadOnlyList<string> Columns, int Reasons, long Rows, IReadOnlyList<BulkPart> Parts, string? TraceParent = null);

/// <param name="Offset">Where its first row begins in the file, in bytes; of a single part 0.</param>
/// <param name="Length">Bytes; of a single part those of the file.</param>
/// <param name="FirstLine">Line of the file on which its first row begins, from 1.</param>
internal sealed record BulkPart(long Offset, long Length, long FirstLine);

/// <summary>Names a part of a run in the queue.</summary>
/// <param name="Part">From 0.</param>
internal sealed record BulkMessage(string Model, string Run, int Part);

/// <summary>JSON of plans and of messages in the queue.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BulkPlan))]
[JsonSerializable(typeof(BulkMessage))]
internal sealed partial class BulkJson : JsonSerializerContext;
