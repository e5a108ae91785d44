using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessRetail.Http;

namespace ServerlessRetail.Functions;

/// <summary>Shows the card of a version, a page of HTML.</summary>
public sealed class GetModelCard(ModelEndpoints endpoints)
{
    [Function(nameof(GetModelCard))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Routes.GetModelCard)] HttpRequest request,
        string model,
        string version,
        CancellationToken cancellationToken) =>
        endpoints.GetCardAsync(model, version, cancellationToken);
}
