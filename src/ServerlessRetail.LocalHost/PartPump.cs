using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using ServerlessRetail.Scoring.Bulk;
using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.LocalHost;

/// <summary>
/// Does for the local host what the queue trigger does in Azure: takes messages from the queue of parts, keeps others off
/// them while they are worked on, and deletes those that are done.
/// </summary>
internal sealed partial class PartPump(PartMessages messages, BulkScoring scoring, TimeProvider time, ILogger<PartPump> logger) : BackgroundService
{
    /// <summary>Enough to read and write one part while another is scored; scoring itself uses all cores.</summary>
    private const int AtOnce = 2;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>After so long without a sign of life a part is somebody else's.</summary>
    private static readonly TimeSpan Visibility = TimeSpan.FromSeconds(30);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => PumpAsync(stoppingToken)));

    private async Task PumpAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            // Not at once: a start is for the first answer, and a part can wait for a second.
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                while (await TryTakeAsync(stoppingToken))
                {
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host is stopping; the message can be seen again soon.
        }
    }

    /// <returns>False: there is nothing to do now.</returns>
    private async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var queue = await messages.OpenAsync(cancellationToken);
            if (await ReceiveAsync(queue, cancellationToken) is not { } message)
                return false;
            await ScoreAsync(queue, message, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception.IsStorageFault())
        {
            // The watch of the containers tells it.
            return false;
        }
    }

    private static async Task<QueueMessage?> ReceiveAsync(QueueClient queue, CancellationToken cancellationToken)
    {
        using var untraced = Untraced.Begin();
        return (await queue.ReceiveMessageAsync(Visibility, cancellationToken)).Value;
    }

    private async Task ScoreAsync(QueueClient queue, QueueMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var working = Task.Run(() => scoring.ScorePartAsync(message.Body, message.DequeueCount, cancellationToken), cancellationToken);
            var receipt = await HoldAsync(queue, message, working, cancellationToken);
            await working;
            await queue.DeleteMessageAsync(message.MessageId, receipt, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Delivered again when its time is over.
            Log.PartFailed(logger, message.DequeueCount, exception.GetType().Name);
        }
    }

    /// <returns>What the message is deleted with when the work on it is over.</returns>
    private async Task<string> HoldAsync(QueueClient queue, QueueMessage message, Task working, CancellationToken cancellationToken)
    {
        var receipt = message.PopReceipt;
        while (await Task.WhenAny(working, Task.Delay(Visibility / 3, time, cancellationToken)) != working)
        {
            cancellationToken.ThrowIfCancellationRequested();
            receipt = (await queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: Visibility, cancellationToken: cancellationToken)).Value.PopReceipt;
        }

        return receipt;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Scoring a part failed with {Error} (delivery {Delivery})")]
        public static partial void PartFailed(ILogger logger, long delivery, string error);
    }
}
