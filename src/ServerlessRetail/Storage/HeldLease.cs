using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace ServerlessRetail.Storage;

/// <summary>
/// A lease on a blob that is renewed until it is given back: of all workers that see the same event, the one that holds
/// it does the work. A worker that dies stops renewing, and another one can take over after <see cref="Duration"/>.
/// </summary>
internal sealed class HeldLease : IAsyncDisposable
{
    /// <summary>How long a dead worker's lease keeps others out; 15 seconds is the shortest that storage grants.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan RenewalPeriod = TimeSpan.FromSeconds(5);

    private readonly BlobLeaseClient _client;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewal;

    private HeldLease(BlobLeaseClient client, TimeProvider time)
    {
        _client = client;
        _renewal = RenewAsync(time);
    }

    /// <summary>Cancelled when the lease is somebody else's: the work must stop.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>For writes that only the holder may do.</summary>
    public BlobRequestConditions Held => new() { LeaseId = _client.LeaseId };

    /// <returns>The lease, or null while another worker has it.</returns>
    public static async Task<HeldLease?> TryAcquireAsync(BlobClient blob, TimeProvider time, CancellationToken cancellationToken)
    {
        var client = blob.GetBlobLeaseClient();
        try
        {
            await client.AcquireAsync(Duration, cancellationToken: cancellationToken);
            return new HeldLease(client, time);
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            return null;
        }
    }

    /// <summary>Gives the lease back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewal;
        if (!_lost.IsCancellationRequested)
            await ReleaseAsync();
        _ended.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync(TimeProvider time)
    {
        var renewedAt = time.GetTimestamp();
        using var timer = new PeriodicTimer(RenewalPeriod, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                try
                {
                    await _client.RenewAsync(cancellationToken: _ended.Token);
                    renewedAt = time.GetTimestamp();
                }
                catch (Exception exception) when (exception.IsStorageFault() && !IsRefusal(exception) && time.GetElapsedTime(renewedAt) < Duration)
                {
                    // Storage is out of reach for a moment; the lease still runs.
                }
                catch (Exception exception) when (exception.IsStorageFault())
                {
                    await _lost.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Given back.
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await _client.ReleaseAsync(cancellationToken: CancellationToken.None);
        }
        catch (Exception exception) when (exception.IsStorageFault())
        {
            // It runs out by itself.
        }
    }

    private static bool IsRefusal(Exception exception) => exception is RequestFailedException { Status: 404 or 409 or 412 };
}
