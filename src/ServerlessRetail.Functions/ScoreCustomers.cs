using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessRetail.Http;

namespace ServerlessRetail.Functions;

/// <summary>Scores one customer or many with a model's champion.</summary>
public sealed class ScoreCustomers(ScoringEndpoints endpoints)
{
    [Function(nameof(ScoreCustomers))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Routes.ScoreCustomers)] HttpRequest request,
        string model,
        CancellationToken cancellationToken) =>
        endpoints.ScoreAsync(model, request, cancellationToken).AsTask();
}
