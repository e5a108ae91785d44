using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessRetail.Http;

namespace ServerlessRetail.Functions;

/// <summary>Takes in a model's new champion now.</summary>
public sealed class RefreshModel(RefreshEndpoints endpoints)
{
    [Function(nameof(RefreshModel))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Routes.RefreshModel)] HttpRequest request,
        string model,
        CancellationToken cancellationToken) =>
        endpoints.RefreshAsync(model, cancellationToken);
}
