using Azure;
using Azure.Storage.Blobs.Models;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Diagnostics;

/// <summary>Asks the services of an account once, for all checks that build on the answer.</summary>
internal sealed class StorageProbe
{
    private readonly TimeProvider _time;
    private readonly Lazy<Task<ServiceAnswer>> _blobs;
    private readonly Lazy<Task<ServiceAnswer>> _queues;

    public StorageProbe(StorageTarget target, TimeProvider time)
    {
        _time = time;
        Target = target;
        Diagnosis = new StorageDiagnosis(target, time);
        _blobs = new(() => AskAsync(ListBlobsAsync, "blob"));
        _queues = new(() => AskAsync(ListQueuesAsync, "queue"));
    }

    public StorageTarget Target { get; }

    public StorageDiagnosis Diagnosis { get; }

    public Task<ServiceAnswer> BlobsAsync(CancellationToken cancellationToken) => _blobs.Value.WaitAsync(cancellationToken);

    public Task<ServiceAnswer> QueuesAsync(CancellationToken cancellationToken) => _queues.Value.WaitAsync(cancellationToken);

    /// <summary>What the app does all the time. The service's own properties take rights that the app's roles do not have.</summary>
    private async Task<Response?> ListBlobsAsync()
    {
        var pages = Target.Blobs.GetBlobContainerClient(ContainerNames.Datasets).GetBlobsAsync(new GetBlobsOptions()).AsPages(pageSizeHint: 1);
        await foreach (var page in pages)
            return page.GetRawResponse();
        return null;
    }

    private async Task<Response?> ListQueuesAsync()
    {
        await foreach (var page in Target.Queues.GetQueuesAsync().AsPages(pageSizeHint: 1))
            return page.GetRawResponse();
        return null;
    }

    private async Task<ServiceAnswer> AskAsync(Func<Task<Response?>> ask, string service)
    {
        try
        {
            return ServiceAnswer.Of(await ask(), fault: null, _time);
        }
        catch (RequestFailedException exception) when (StorageDiagnosis.LetsIn(exception))
        {
            return ServiceAnswer.Of(exception.GetRawResponse(), fault: null, _time);
        }
        catch (Exception exception)
        {
            return ServiceAnswer.Of((exception as RequestFailedException)?.GetRawResponse(), Diagnosis.Explain(exception, service), _time);
        }
    }
}

/// <summary>How a service answered.</summary>
/// <param name="Server">What it calls itself; null without an answer.</param>
/// <param name="Skew">This computer's clock less the service's; null without an answer.</param>
/// <param name="Fault">Why nothing else need be asked of it; null where it lets us in.</param>
internal sealed record ServiceAnswer(string? Server, TimeSpan? Skew, CheckResult? Fault)
{
    public static ServiceAnswer Of(Response? response, CheckResult? fault, TimeProvider time)
    {
        var server = response is not null && response.Headers.TryGetValue("Server", out var name) ? name : null;
        return new ServiceAnswer(server, response is null ? null : StorageDiagnosis.SkewOf(response, time), fault);
    }
}
