using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Diagnostics;

/// <summary>What the app does with blobs, done: write, read, list, lease, delete.</summary>
/// <param name="leavesTraces">
/// Whether a small blob is really written. If not, the same is asked of a blob that is not there: storage looks at
/// permissions first, so that an account which keeps versions and deleted blobs gathers none.
/// </param>
internal sealed class BlobPermissionsCheck(StorageProbe probe, bool leavesTraces) : StorageCheck(CheckNames.BlobPermissions, probe)
{
    // No upload to here starts anything, and no model's name begins like that.
    private const string Folder = "_doctor";

    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if ((await Probe.BlobsAsync(cancellationToken)).Fault is not null)
            return WaitsFor(CheckNames.BlobService);

        var container = Target.Blobs.GetBlobContainerClient(ContainerNames.Quarantine);
        var blob = container.GetBlobClient($"{Folder}/{Guid.NewGuid():N}");
        return await TryAsync(Actions(container, blob), "blob", "blobs", cancellationToken);
    }

    private IEnumerable<(string Verb, Func<CancellationToken, Task> Action)> Actions(BlobContainerClient container, BlobClient blob)
    {
        var impossible = leavesTraces ? null : new BlobRequestConditions { IfMatch = new ETag("\"0x0\"") };
        var lease = blob.GetBlobLeaseClient();
        yield return ("write", token => blob.UploadAsync(BinaryData.FromString("doctor"), new BlobUploadOptions { Conditions = impossible }, token));
        yield return ("read", token => blob.DownloadContentAsync(token));
        yield return ("list", token => ListAsync(container, token));
        yield return ("lease", async token =>
        {
            await lease.AcquireAsync(HeldLease.Duration, cancellationToken: token);
            await lease.ReleaseAsync(cancellationToken: token);
        }
        );
        yield return ("delete", token => blob.DeleteIfExistsAsync(cancellationToken: token));
    }

    private static async Task ListAsync(BlobContainerClient container, CancellationToken cancellationToken)
    {
        var options = new GetBlobsOptions { Prefix = $"{Folder}/" };
        await foreach (var _ in container.GetBlobsAsync(options, cancellationToken).AsPages(pageSizeHint: 1))
            return;
    }
}
