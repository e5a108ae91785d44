using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Scoring;

/// <summary>Takes the champions of the models that were used last into the cache, side by side and while the host starts: the first request finds its model, or waits for the rest of the load only.</summary>
public sealed partial class Prefetch(HeadStart headStart, ModelCache cache, ILogger<Prefetch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var models = await headStart.ModelsAsync(stoppingToken);
            await Task.WhenAll(models.Select(model => LoadAsync(model, stoppingToken)));
        }
        catch (OperationCanceledException)
        {
            // The host is stopping.
        }
        catch (Exception exception)
        {
            // Whatever it is, requests will meet it and tell.
            Log.NotPrefetched(logger, exception.GetType().Name);
        }
    }

    private async Task LoadAsync(string model, CancellationToken cancellationToken)
    {
        try
        {
            // What the first answer needs besides, mostly with reasons, is made now, while nobody waits.
            if (await cache.GetAsync(model, cancellationToken) is { } served)
            {
                _ = served.Kit;
                _ = served.Fitted.Explainer;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException || exception.IsStorageFault())
        {
            // Known to the cache, or found out again by the first request.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The models used last were not loaded ahead ({Error}); requests load them")]
        public static partial void NotPrefetched(ILogger logger, string error);
    }
}
