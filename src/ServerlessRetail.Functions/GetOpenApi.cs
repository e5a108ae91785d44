using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessRetail.Http;
using ServerlessRetail.Http.OpenApi;

namespace ServerlessRetail.Functions;

/// <summary>Describes the API to programs.</summary>
public sealed class GetOpenApi(OpenApiEndpoints endpoints)
{
    [Function(nameof(GetOpenApi))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Routes.GetOpenApi)] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoints.GetAsync(cancellationToken);
}
