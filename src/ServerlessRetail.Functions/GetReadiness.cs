using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessRetail.Http;

namespace ServerlessRetail.Functions;

/// <summary>Answers whether the app can do its work: storage, settings, native libraries.</summary>
public sealed class GetReadiness(ReadinessEndpoints endpoints)
{
    [Function(nameof(GetReadiness))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Routes.GetReadiness)] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoints.GetAsync(cancellationToken);
}
