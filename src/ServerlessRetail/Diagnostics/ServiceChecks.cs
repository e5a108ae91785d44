namespace ServerlessRetail.Diagnostics;

/// <summary>Whether the blob service answers, understands and lets us in.</summary>
internal sealed class BlobServiceCheck(StorageProbe probe) : StorageCheck(CheckNames.BlobService, probe)
{
    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var answer = await Probe.BlobsAsync(cancellationToken);
        return answer.Fault ?? CheckResult.Ok($"{answer.Server ?? "It"} answers.") with { Place = Target.Blobs.Uri.Authority };
    }
}

/// <summary>Whether the queue service answers, understands and lets us in.</summary>
internal sealed class QueueServiceCheck(StorageProbe probe) : StorageCheck(CheckNames.QueueService, probe)
{
    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var answer = await Probe.QueuesAsync(cancellationToken);
        return answer.Fault ?? CheckResult.Ok($"{answer.Server ?? "It"} answers.") with { Place = Target.Queues.Uri.Authority };
    }
}
