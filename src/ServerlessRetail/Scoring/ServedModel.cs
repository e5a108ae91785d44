using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>A version in memory, ready to score. Immutable: a request that has one keeps it to its end.</summary>
public sealed record ServedModel(string Model, string Version, FittedModel Fitted);
