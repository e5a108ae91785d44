using Microsoft.Extensions.Hosting;
using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.Scoring;

/// <summary>
/// Looks for new champions of the loaded models every two seconds, beside the requests and never in their way; and notes
/// now and then which models are used.
/// </summary>
public sealed class ChampionWatch(ModelCache cache, RecentModels recent, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan NotePeriod = TimeSpan.FromMinutes(10);

    private HashSet<string> _noted = [];
    private long? _notedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                using var untraced = Untraced.Begin();
                await cache.RefreshAllAsync(stoppingToken);
                await NoteAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host is stopping.
        }
    }

    /// <summary>At once after the first use, since an instance may not live long; then every ten minutes at most, and only if there are others.</summary>
    private async Task NoteAsync(CancellationToken cancellationToken)
    {
        if (_notedAt is { } notedAt && time.GetElapsedTime(notedAt) < NotePeriod)
            return;
        var models = cache.MostRecent(RecentModels.Most);
        if (models.Count == 0 || _noted.SetEquals(models))
            return;

        _notedAt = time.GetTimestamp();
        try
        {
            await recent.WriteAsync(models, cancellationToken);
            _noted = [.. models];
        }
        catch (Exception exception) when (exception.IsStorageFault())
        {
            // Tried again in ten minutes: it only saves a start some milliseconds.
        }
    }
}
