using Microsoft.Extensions.Hosting;

namespace ServerlessRetail.Scoring;

/// <summary>Looks for new champions of the loaded models every two seconds, beside the requests and never in their way.</summary>
public sealed class ChampionWatch(ModelCache cache, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await cache.RefreshAllAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The host is stopping.
        }
    }
}
