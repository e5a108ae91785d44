using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessRetail.Http;

namespace ServerlessRetail.Functions;

/// <summary>Lists a model's training runs, newest first.</summary>
public sealed class ListRuns(ModelEndpoints endpoints)
{
    [Function(nameof(ListRuns))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Routes.ListRuns)] HttpRequest request,
        string model,
        CancellationToken cancellationToken) =>
        endpoints.ListRunsAsync(model, request, cancellationToken);
}
