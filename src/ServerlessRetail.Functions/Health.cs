using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessRetail.Http;

namespace ServerlessRetail.Functions;

/// <summary>Answers whether the app is up. Takes a key like every other route, so that only operators learn of it.</summary>
public sealed class Health(HealthEndpoints endpoints)
{
    [Function(nameof(Health))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Routes.Health)] HttpRequest request,
        CancellationToken cancellationToken) =>
        endpoints.GetAsync(cancellationToken);
}
