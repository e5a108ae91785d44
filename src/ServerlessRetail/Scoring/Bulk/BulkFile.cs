using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessRetail.Datasets;
using ServerlessRetail.Training;

namespace ServerlessRetail.Scoring.Bulk;

/// <summary>A file to score as it lies in the scoring container.</summary>
/// <param name="UploadedAt">When it was last written.</param>
internal sealed record BulkFile(DatasetName Name, BlobClient Blob, ETag ETag, long Bytes, DateTimeOffset UploadedAt)
{
    private static readonly string[] DelimitedExtensions = [".csv", ".tsv", ".txt"];

    /// <summary>Begins with the time, so that runs sort by it. The same upload always has the same run, whatever the champion.</summary>
    public string RunId => $"{RunIds.At(UploadedAt)}-{RunIds.KeyOf(Name, ETag)}{RunStore.ScoringSuffix}";

    /// <summary>The scores are delimited text whatever the file was, and their name says so.</summary>
    public string ScoresName =>
        DelimitedExtensions.Contains(Path.GetExtension(Name.File), StringComparer.OrdinalIgnoreCase) ? Name.ToString() : $"{Name}.csv";

    public RunRecord NewRun(DateTimeOffset now) => new(RunId, Name.Model, new RunDataset(Blob.Name, ETag.ToString(), UploadedAt, Bytes), now) { Kind = RunKind.Scoring };

    /// <returns>The file as it is now, or null where it is gone.</returns>
    public static async Task<BulkFile?> FindAsync(DatasetName name, BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            return new BulkFile(name, blob, properties.ETag, properties.ContentLength, properties.LastModified);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }
}
