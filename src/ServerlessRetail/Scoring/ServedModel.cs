using Azure;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>A version in memory, ready to score. Immutable: a request that has one keeps it to its end.</summary>
/// <param name="PointerETag">ETag of the champion pointer that named the version; of a version that a request named the default.</param>
public sealed record ServedModel(string Model, string Version, FittedModel Fitted, ETag PointerETag);
