using System.Text.Json.Serialization;
using ServerlessRetail.Datasets;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Scoring;

/// <summary>
/// The models that were used last, kept in a small blob across restarts. Best effort: of several instances the last to
/// write wins, and what cannot be read is as good as empty.
/// </summary>
public sealed class RecentModels(DataStorage storage)
{
    /// <summary>Most models that are kept.</summary>
    public const int Most = 8;

    // No model's name begins like this.
    private const string Name = "_recent.json";

    /// <returns>Names, the latest used first; none where nothing was written yet.</returns>
    /// <exception cref="Azure.RequestFailedException">Storage does not answer or refuses.</exception>
    internal async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var document = await storage.Models.GetBlobClient(Name).ReadJsonAsync(RecentModelsJson.Default.RecentModelList, cancellationToken);
            return document?.Value.Models is { } models ? [.. models.Where(model => DatasetName.IsModelName(model)).Take(Most)] : [];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    /// <param name="models">The latest used first.</param>
    /// <exception cref="Azure.RequestFailedException">Storage does not answer or refuses.</exception>
    internal Task WriteAsync(IReadOnlyList<string> models, CancellationToken cancellationToken) =>
        storage.Models.GetBlobClient(Name).WriteJsonAsync(
            new RecentModelList([.. models.Take(Most)]), RecentModelsJson.Default.RecentModelList, conditions: null, cancellationToken);
}

/// <summary>What the blob holds.</summary>
internal sealed record RecentModelList(IReadOnlyList<string>? Models);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RecentModelList))]
internal sealed partial class RecentModelsJson : JsonSerializerContext;
