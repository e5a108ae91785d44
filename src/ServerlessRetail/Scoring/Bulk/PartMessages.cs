using System.Text.Json;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Scoring.Bulk;

/// <summary>The queue of parts to score. Opened when it is first used: small files need none.</summary>
public sealed class PartMessages(Func<QueueServiceClient> open)
{
    /// <summary>The queue's name; its messages are read in the storage account of the data.</summary>
    public const string QueueName = "scoring-parts";

    private readonly Lazy<QueueClient> _client = new(() => open().GetQueueClient(QueueName));
    private bool _exists;

    public PartMessages(IConfiguration configuration)
        : this(() => StorageConnection.OpenQueues(configuration, CreateOptions))
    {
    }

    /// <summary>Base64, as the Functions host reads it by default.</summary>
    public static QueueClientOptions CreateOptions() => new() { MessageEncoding = QueueMessageEncoding.Base64 };

    /// <summary>The queue, which is made if it is missing.</summary>
    public async Task<QueueClient> OpenAsync(CancellationToken cancellationToken)
    {
        if (!_exists)
            await _client.Value.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        _exists = true;
        return _client.Value;
    }

    internal async Task SendAsync(BulkMessage message, CancellationToken cancellationToken)
    {
        var client = await OpenAsync(cancellationToken);
        var body = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(message, BulkJson.Default.BulkMessage));

        // A part whose run is over costs one look at the record; one that got lost would leave the run without an end.
        await client.SendMessageAsync(body, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellationToken);
    }
}
