namespace ServerlessRetail.Datasets;

/// <summary>A trainer that model.json names.</summary>
/// <param name="Name">For example <c>boostedTrees</c>.</param>
/// <param name="Preset">A named set of hyper-parameters to start from; null: the trainer's defaults.</param>
/// <param name="Values">Values to try by hyper-parameter; empty, and without a preset: the trainer's own choice of several.</param>
public sealed record TrainerSettings(string Name, string? Preset, IReadOnlyDictionary<string, IReadOnlyList<double>> Values);
