using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessRetail.Datasets;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Training;

/// <summary>A dataset as it lies in the container, with the model.json that goes with it.</summary>
/// <param name="Blob">The dataset; null where only settings were uploaded so far.</param>
/// <param name="Settings">The bytes of model.json; null where there is none.</param>
/// <param name="UploadedAt">When the dataset was last written.</param>
/// <param name="SettledAt">When dataset or settings were last written, whichever is later.</param>
internal sealed record Upload(
    DatasetName Name, BlobClient Blob, ETag ETag, long Bytes, DateTimeOffset UploadedAt, DateTimeOffset SettledAt, BinaryData? Settings, string SettingsETag)
{
    /// <summary>Begins with the time, so that runs sort by it; the rest tells apart what was uploaded in the same second.</summary>
    public string RunId => $"{RunIds.At(SettledAt)}-{DatasetKey}-{RunIds.Hash(SettingsETag)[..4]}";

    /// <summary>The part that every run on this upload has in its id, whatever the settings.</summary>
    public string DatasetKey => RunIds.KeyOf(Name, ETag);

    /// <summary>Hash of model.json, or of nothing: part of the model's lineage.</summary>
    public string SettingsSha256 => Convert.ToHexStringLower(SHA256.HashData(Settings is null ? [] : Settings.ToMemory().Span));

    /// <returns>The upload as it is now, or null where the dataset is gone.</returns>
    public static async Task<Upload?> FindAsync(DatasetName name, BlobClient dataset, DataStorage storage, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties properties = await dataset.GetPropertiesAsync(cancellationToken: cancellationToken);
            var settings = await ReadSettingsAsync(name.Model, storage, cancellationToken);
            var settledAt = settings is { } found && found.Details.LastModified > properties.LastModified
                ? found.Details.LastModified
                : properties.LastModified;
            return new Upload(
                name, dataset, properties.ETag, properties.ContentLength, properties.LastModified, settledAt,
                settings?.Content, settings?.Details.ETag.ToString() ?? "");
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <returns>The model's newest dataset, or null where it has none.</returns>
    public static async Task<DatasetName?> FindNewestAsync(string model, DataStorage storage, CancellationToken cancellationToken)
    {
        BlobItem? newest = null;
        await foreach (var item in storage.Datasets.ListBlobsAsync($"{model}/", cancellationToken))
        {
            if (item.Name != $"{model}/{DatasetName.SettingsFile}" && !(item.Properties.LastModified <= newest?.Properties.LastModified))
                newest = item;
        }
        return newest is not null && DatasetName.TryParse(newest.Name, out var name) ? name : null;
    }

    private static async Task<BlobDownloadResult?> ReadSettingsAsync(string model, DataStorage storage, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.Datasets.GetBlobClient($"{model}/{DatasetName.SettingsFile}").DownloadContentAsync(cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }
}
