using Azure.Storage.Queues;

namespace ServerlessRetail.Diagnostics;

/// <summary>What the blob trigger does with queues, done: create, put, get, delete.</summary>
/// <param name="leavesTraces">Whether a queue is really made; if not, the same is asked of one that is not there.</param>
internal sealed class QueuePermissionsCheck(StorageProbe probe, bool leavesTraces) : StorageCheck(CheckNames.QueuePermissions, probe)
{
    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if ((await Probe.QueuesAsync(cancellationToken)).Fault is not null)
            return WaitsFor(CheckNames.QueueService);

        var queue = Target.Queues.GetQueueClient($"doctor-{Guid.NewGuid():N}");
        return await TryAsync(Actions(queue), "queue", "in queues", cancellationToken);
    }

    private IEnumerable<(string Verb, Func<CancellationToken, Task> Action)> Actions(QueueClient queue)
    {
        if (leavesTraces)
            yield return ("create", token => queue.CreateAsync(cancellationToken: token));
        yield return ("put", token => queue.SendMessageAsync("doctor", token));
        yield return ("get", token => queue.ReceiveMessageAsync(cancellationToken: token));
        yield return ("delete", token => queue.DeleteIfExistsAsync(token));
    }
}
