using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessRetail.Http;

namespace ServerlessRetail.Functions;

/// <summary>Describes a model: its champion, the champion's metrics, the latest run.</summary>
public sealed class GetModel(ModelEndpoints endpoints)
{
    [Function(nameof(GetModel))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Routes.GetModel)] HttpRequest request,
        string model,
        CancellationToken cancellationToken) =>
        endpoints.GetAsync(model, cancellationToken);
}
