using Azure;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>A champion in memory, ready to score. Immutable: a request that has one keeps it to its end.</summary>
/// <param name="PointerETag">ETag of the champion pointer that named the version.</param>
public sealed record ServedModel(string Model, string Version, FittedModel Fitted, ETag PointerETag);
