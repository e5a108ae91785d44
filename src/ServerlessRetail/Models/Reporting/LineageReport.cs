using System.Text.Json;

namespace ServerlessRetail.Models.Reporting;

/// <summary>What is needed to make the same version again.</summary>
/// <param name="Release">Version of this product.</param>
/// <param name="Seed">Of everything random.</param>
/// <param name="DatasetSha256">Hash of the dataset's bytes as uploaded.</param>
/// <param name="Settings">The model.json that was used; null: there was none.</param>
/// <param name="SettingsSha256">Hash of it, or of nothing.</param>
/// <param name="InstructionSet">What the processor could, for example <c>x64, AVX-512</c>: some trainers' last bits follow from it.</param>
/// <param name="Engine">What trained, with its version, for example <c>.NET 10.0.0, Microsoft.ML 5.0.1</c>.</param>
public sealed record LineageReport(
    string Release,
    int Seed,
    string DatasetSha256,
    JsonElement? Settings,
    string SettingsSha256,
    string InstructionSet,
    string Engine);
