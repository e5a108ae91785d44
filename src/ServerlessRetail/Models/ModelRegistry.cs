using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Quality;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Models;

/// <summary>
/// Versions and champions in the models container. A version is written once and never changed; the champion is a
/// pointer that moves under its ETag, so that nothing half-written can ever be served.
/// </summary>
public sealed class ModelRegistry(DataStorage storage)
{
    /// <summary>What the file of a version was like, beside its report.</summary>
    internal const string QualityFile = "quality.json";

    private const string ChampionFile = "champion.json";
    private const string CardFile = "card.html";

    /// <summary>Writes a version. Repeating it, whole or after a crash half-way, changes nothing that is there.</summary>
    /// <param name="card">The report as a page of HTML; null: the version gets none.</param>
    /// <returns>The version.</returns>
    public async Task<string> RegisterAsync(
        string model, byte[] file, ModelReport report, DatasetSchema schema, QualityReport quality, string? card, CancellationToken cancellationToken)
    {
        await WriteOnceAsync("report.json", report, ModelJson.Default.ModelReport);
        await WriteOnceAsync("schema.json", schema, ModelJson.Default.DatasetSchema);
        await WriteOnceAsync(QualityFile, quality, ModelJson.Default.QualityReport);
        if (card is not null)
        {
            await VersionBlob(model, report.Version, CardFile)
                .WriteAsync(BinaryData.FromString(card), "text/html; charset=utf-8", JsonBlobs.IfAbsent(), cancellationToken);
        }

        // Last, so that a version with a model file is a whole version.
        await WriteModelAsync(ModelBlob(model, report.Version), BinaryData.FromBytes(file), cancellationToken);
        return report.Version;

        Task WriteOnceAsync<T>(string name, T value, JsonTypeInfo<T> type) => VersionBlob(model, report.Version, name)
            .WriteJsonAsync(value, type, JsonBlobs.IfAbsent(), cancellationToken);
    }

    /// <returns>The champion, or null where the model has none.</returns>
    public Task<StoredDocument<Champion>?> ReadChampionAsync(string model, CancellationToken cancellationToken) =>
        ChampionBlob(model).ReadJsonAsync(ModelJson.Default.Champion, cancellationToken);

    /// <summary>The version that answers, without the report that lies beside it: all that a cold start needs.</summary>
    /// <returns>Null where the model has no champion.</returns>
    /// <exception cref="InvalidDataException">The pointer cannot be read.</exception>
    internal async Task<StoredDocument<ChampionPointer>?> ReadPointerAsync(string model, CancellationToken cancellationToken) =>
        await ChampionBlob(model).ReadJsonAsync(ChampionPointerJson.Default.ChampionPointer, cancellationToken) switch
        {
            { Value.Version: null } => throw new InvalidDataException($"The champion pointer of {model} names no version."),
            var pointer => pointer,
        };

    /// <returns>The champion pointer's ETag, or null where the model has none.</returns>
    public async Task<ETag?> ReadChampionETagAsync(string model, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties properties = await ChampionBlob(model).GetPropertiesAsync(cancellationToken: cancellationToken);
            return properties.ETag;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Moves the champion pointer if it is still where it was.</summary>
    /// <param name="expected">ETag of the champion that the decision was made against; null: there was none.</param>
    /// <returns>False where somebody else moved it in the meantime.</returns>
    public async Task<bool> TryPromoteAsync(string model, Champion champion, ETag? expected, CancellationToken cancellationToken)
    {
        var conditions = expected is { } etag ? JsonBlobs.IfUnchanged(etag) : JsonBlobs.IfAbsent();
        return await ChampionBlob(model).WriteJsonAsync(champion, ModelJson.Default.Champion, conditions, cancellationToken) is not null;
    }

    /// <exception cref="InvalidDataException">The version's file is missing or damaged.</exception>
    public async Task<FittedModel> LoadAsync(string model, string version, CancellationToken cancellationToken) =>
        await FindAsync(model, version, cancellationToken)
            ?? throw new InvalidDataException($"Version {version} of the model {model} has no model file.");

    /// <returns>The version's model, or null where there is no such version.</returns>
    /// <exception cref="InvalidDataException">The version's file is damaged.</exception>
    public async Task<FittedModel?> FindAsync(string model, string version, CancellationToken cancellationToken)
    {
        try
        {
            BlobDownloadResult result = await ModelBlob(model, version).DownloadContentAsync(cancellationToken);
            return ModelFile.Read(result.Content.ToMemory().Span);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Version {version} of the model {model} has a description that cannot be read.", exception);
        }
    }

    /// <returns>The version's card, HTML in UTF-8; null where there is no such version, or it has none.</returns>
    public async Task<BinaryData?> ReadCardAsync(string model, string version, CancellationToken cancellationToken)
    {
        try
        {
            BlobDownloadResult result = await VersionBlob(model, version, CardFile).DownloadContentAsync(cancellationToken);
            return result.Content;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Names of the models that have a version, in order.</summary>
    public IAsyncEnumerable<string> ListModelsAsync(CancellationToken cancellationToken) =>
        storage.Models.ListFoldersAsync(cancellationToken);

    /// <summary>A version is named for its bytes, so a file with other bytes is a damaged one and may be replaced.</summary>
    private static async Task WriteModelAsync(BlobClient blob, BinaryData file, CancellationToken cancellationToken)
    {
        const string ContentType = "application/octet-stream";
        if (await blob.WriteAsync(file, ContentType, JsonBlobs.IfAbsent(), cancellationToken) is not null)
            return;
        BlobDownloadResult existing = await blob.DownloadContentAsync(cancellationToken);
        if (!existing.Content.ToMemory().Span.SequenceEqual(file.ToMemory().Span))
            await blob.WriteAsync(file, ContentType, JsonBlobs.IfUnchanged(existing.Details.ETag), cancellationToken);
    }

    private BlobClient ChampionBlob(string model) => storage.Models.GetBlobClient($"{model}/{ChampionFile}");

    private BlobClient ModelBlob(string model, string version) => VersionBlob(model, version, "model.srm");

    private BlobClient VersionBlob(string model, string version, string file) =>
        storage.Models.GetBlobClient($"{model}/versions/{version}/{file}");
}
