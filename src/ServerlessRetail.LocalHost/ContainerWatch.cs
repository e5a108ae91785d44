using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessRetail.Datasets;
using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.LocalHost;

/// <summary>
/// Does for the local host what the blob trigger does in Azure: finds new and changed blobs in a container and delivers
/// them, one at a time for each model. What was done before a restart is known by its record.
/// </summary>
/// <param name="container">The container.</param>
/// <param name="deliver">Takes a blob and its name; called again where it throws.</param>
internal sealed partial class ContainerWatch(
    BlobContainerClient container, Func<BlobClient, string, CancellationToken, Task> deliver, TimeProvider time, ILogger<ContainerWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>As often as the host in Azure delivers a failing event.</summary>
    private const int Deliveries = 5;

    private readonly Dictionary<string, ETag> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> _busy = new(StringComparer.Ordinal);

    /// <summary>A training uses one core, and so may a file that is scored; more of them at once would only slow one another down.</summary>
    private readonly SemaphoreSlim _slots = new(Environment.ProcessorCount);

    private bool _storageAnswers = true;

    public override void Dispose()
    {
        _slots.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            // Not at once: a start is for the first answer, and an upload can wait for a second.
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The host is stopping.
        }
        await Task.WhenAll(_busy.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var blob in (await FindChangedAsync(cancellationToken)).OrderBy(blob => blob.Properties.LastModified))
                Take(blob, cancellationToken);
            _storageAnswers = true;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            // About to be created: this host has just begun.
        }
        catch (Exception exception) when (exception.IsStorageFault())
        {
            if (_storageAnswers)
                Log.StorageSilent(logger, container.Uri.Authority, exception.GetType().Name);
            _storageAnswers = false;
        }
    }

    private async Task<List<BlobItem>> FindChangedAsync(CancellationToken cancellationToken)
    {
        using var untraced = Untraced.Begin();
        var changed = new List<BlobItem>();
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            if (!_seen.TryGetValue(blob.Name, out var etag) || etag != blob.Properties.ETag)
                changed.Add(blob);
        }
        return changed;
    }

    private void Take(BlobItem blob, CancellationToken cancellationToken)
    {
        _seen[blob.Name] = blob.Properties.ETag!.Value;
        var queue = DatasetName.TryParse(blob.Name, out var name) ? name.Model : "";
        var before = _busy.GetValueOrDefault(queue, Task.CompletedTask);
        _busy[queue] = DeliverAfterAsync(before, blob.Name, cancellationToken);
    }

    private async Task DeliverAfterAsync(Task before, string name, CancellationToken cancellationToken)
    {
        await before;
        await _slots.WaitAsync(cancellationToken);
        try
        {
            await DeliverAsync(name, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task DeliverAsync(string name, CancellationToken cancellationToken)
    {
        for (var delivery = 1; delivery <= Deliveries && !cancellationToken.IsCancellationRequested; delivery++)
        {
            try
            {
                await Task.Run(() => deliver(container.GetBlobClient(name), name, cancellationToken), cancellationToken);
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Taken up again at the next start.
            }
            catch (Exception exception)
            {
                // The library has logged it; here nothing may end the watch.
                Log.DeliveryFailed(logger, container.Name, name, delivery, exception.GetType().Name);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The storage at {Address} does not answer ({Error}). Loaded models go on scoring; uploads are found when it is back.")]
        public static partial void StorageSilent(ILogger logger, string address, string error);

        [LoggerMessage(2, LogLevel.Warning, "The work on {Container}/{Name} failed with {Error} (delivery {Delivery})")]
        public static partial void DeliveryFailed(ILogger logger, string container, string name, int delivery, string error);
    }
}
