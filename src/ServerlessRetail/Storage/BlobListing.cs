using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace ServerlessRetail.Storage;

/// <summary>Listings of a container that may not be there yet: it is as good as empty.</summary>
internal static class BlobListing
{
    /// <summary>Blobs whose names begin with a prefix, in order of their names.</summary>
    public static IAsyncEnumerable<BlobItem> ListBlobsAsync(this BlobContainerClient container, string prefix, CancellationToken cancellationToken) =>
        OrNothingAsync(container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken), cancellationToken);

    /// <summary>The first folders of a container, without the slash, in order.</summary>
    public static async IAsyncEnumerable<string> ListFoldersAsync(
        this BlobContainerClient container, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new GetBlobsByHierarchyOptions { Delimiter = "/" };
        await foreach (var item in OrNothingAsync(container.GetBlobsByHierarchyAsync(options, cancellationToken), cancellationToken))
        {
            if (item.IsPrefix)
                yield return item.Prefix.TrimEnd('/');
        }
    }

    private static async IAsyncEnumerable<T> OrNothingAsync<T>(
        AsyncPageable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : notnull
    {
        await using var enumerator = items.GetAsyncEnumerator(cancellationToken);
        while (await TryMoveNextAsync(enumerator))
            yield return enumerator.Current;
    }

    private static async ValueTask<bool> TryMoveNextAsync<T>(IAsyncEnumerator<T> enumerator)
    {
        try
        {
            return await enumerator.MoveNextAsync();
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return false;
        }
    }
}
