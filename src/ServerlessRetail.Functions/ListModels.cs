using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessRetail.Http;

namespace ServerlessRetail.Functions;

/// <summary>Lists the models that the data account holds.</summary>
public sealed class ListModels(ModelEndpoints endpoints)
{
    [Function(nameof(ListModels))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Routes.ListModels)] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoints.ListAsync(cancellationToken);
}
