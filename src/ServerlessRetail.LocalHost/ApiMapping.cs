using ServerlessRetail.Http;
using ServerlessRetail.Http.OpenApi;

namespace ServerlessRetail.LocalHost;

/// <summary>Door 2's routes: the same as the Functions app has, name by name. Nobody is asked for a key on loopback.</summary>
internal static class ApiMapping
{
    public static void MapApi(this IEndpointRouteBuilder endpoints)
    {
        foreach (var route in Routes.All)
        {
            endpoints.MapMethods($"/{Routes.Prefix}/{route.Template}", [route.Method], Handler(route.Name))
                .WithName(route.Name)
                .WithMetadata(route);
        }
    }

    private static Delegate Handler(string name) => name switch
    {
        nameof(Routes.ListModels) => (ModelEndpoints models, CancellationToken token) => models.ListAsync(token),
        nameof(Routes.GetModel) => (string model, ModelEndpoints models, CancellationToken token) => models.GetAsync(model, token),
        nameof(Routes.GetModelCard) => (string model, string version, ModelEndpoints models, CancellationToken token) =>
            models.GetCardAsync(model, version, token),
        nameof(Routes.ListRuns) => (string model, HttpRequest request, ModelEndpoints models, CancellationToken token) =>
            models.ListRunsAsync(model, request, token),
        nameof(Routes.ScoreCustomers) => (string model, HttpRequest request, ScoringEndpoints scoring, CancellationToken token) =>
            scoring.ScoreAsync(model, request, token),
        nameof(Routes.Health) => (HealthEndpoints health, CancellationToken token) => health.GetAsync(token),
        nameof(Routes.GetReadiness) => (ReadinessEndpoints readiness, CancellationToken token) => readiness.GetAsync(token),
        nameof(Routes.GetOpenApi) => (OpenApiEndpoints openApi, CancellationToken token) => openApi.GetAsync(token),
        _ => throw new InvalidOperationException($"The route {name} has no handler."),
    };
}
