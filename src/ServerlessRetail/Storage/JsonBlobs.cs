using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace ServerlessRetail.Storage;

/// <summary>A stored document with the ETag it was read under.</summary>
public sealed record StoredDocument<T>(T Value, ETag ETag);

/// <summary>Small JSON documents in blobs, read and written under ETag conditions.</summary>
internal static class JsonBlobs
{
    /// <returns>The document, or null where there is none.</returns>
    public static async Task<StoredDocument<T>?> ReadJsonAsync<T>(
        this BlobBaseClient blob, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            BlobDownloadResult result = await blob.DownloadContentAsync(cancellationToken);
            var value = JsonSerializer.Deserialize(result.Content.ToMemory().Span, type)
                ?? throw new InvalidDataException($"{blob.BlobContainerName}/{blob.Name} holds no document.");
            return new StoredDocument<T>(value, result.Details.ETag);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{blob.BlobContainerName}/{blob.Name} is not the JSON it should be.", exception);
        }
    }

    /// <returns>The new ETag, or null where the condition did not hold.</returns>
    public static async Task<ETag?> WriteJsonAsync<T>(
        this BlobClient blob, T value, JsonTypeInfo<T> type, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        var content = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(value, type));
        return await blob.WriteAsync(content, "application/json", conditions, cancellationToken);
    }

    /// <returns>The new ETag, or null where the condition did not hold.</returns>
    public static async Task<ETag?> WriteAsync(
        this BlobClient blob, BinaryData content, string contentType, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            Conditions = conditions,
            HttpHeaders = new BlobHttpHeaders { ContentType = contentType },
        };
        try
        {
            BlobContentInfo info = await blob.UploadAsync(content, options, cancellationToken);
            return info.ETag;
        }
        catch (RequestFailedException exception) when (exception.IsConditionNotMet())
        {
            return null;
        }
    }

    /// <summary>409 is a blob that exists, 412 one that has another ETag or somebody else's lease.</summary>
    public static bool IsConditionNotMet(this RequestFailedException exception) =>
        exception.Status == 412
        || (exception.Status == 409 && exception.ErrorCode == BlobErrorCode.BlobAlreadyExists);

    public static BlobRequestConditions IfAbsent() => new() { IfNoneMatch = ETag.All };

    public static BlobRequestConditions IfUnchanged(ETag etag) => new() { IfMatch = etag };
}
