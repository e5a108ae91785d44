using ServerlessRetail.Http;
using ServerlessRetail.Http.OpenApi;

namespace ServerlessRetail.LocalHost;

/// <summary>
/// Door 2's routes: the same as the Functions app has, name by name. Nobody is asked for a key on loopback. Handlers take
/// the request apart themselves: having that code made for them at the start would hold up the first answer.
/// </summary>
internal static class ApiMapping
{
    private delegate Task<IResult> Handler(IServiceProvider services, HttpContext context);

    public static void MapApi(this IEndpointRouteBuilder endpoints)
    {
        foreach (var route in Routes.All)
        {
            var handler = HandlerOf(route.Name);
            RequestDelegate answer = async context => await (await handler(endpoints.ServiceProvider, context)).ExecuteAsync(context);
            endpoints.MapMethods($"/{Routes.Prefix}/{route.Template}", [route.Method], answer)
                .WithName(route.Name)
                .WithMetadata(route);
        }
    }

    private static Handler HandlerOf(string name) => name switch
    {
        nameof(Routes.ListModels) => (services, context) => Get<ModelEndpoints>(services).ListAsync(context.RequestAborted),
        nameof(Routes.GetModel) => (services, context) => Get<ModelEndpoints>(services).GetAsync(Value(context, "model"), context.RequestAborted),
        nameof(Routes.GetModelCard) => (services, context) =>
            Get<ModelEndpoints>(services).GetCardAsync(Value(context, "model"), Value(context, "version"), context.RequestAborted),
        nameof(Routes.ListRuns) => (services, context) => Get<ModelEndpoints>(services).ListRunsAsync(Value(context, "model"), context.Request, context.RequestAborted),

        // Reading the body and writing the answer end with the connection by themselves: a token for each request would only cost time.
        nameof(Routes.ScoreCustomers) => (services, context) => Get<ScoringEndpoints>(services).ScoreAsync(Value(context, "model"), context.Request, CancellationToken.None),
        nameof(Routes.RefreshModel) => (services, context) => Get<RefreshEndpoints>(services).RefreshAsync(Value(context, "model"), context.RequestAborted),
        nameof(Routes.Health) => (services, context) => Get<HealthEndpoints>(services).GetAsync(context.RequestAborted),
        nameof(Routes.GetReadiness) => (services, context) => Get<ReadinessEndpoints>(services).GetAsync(context.RequestAborted),
        nameof(Routes.GetOpenApi) => (services, context) => Get<OpenApiEndpoints>(services).GetAsync(context.RequestAborted),
        _ => throw new InvalidOperationException($"The route {name} has no handler."),
    };

    /// <summary>All are there once for the process: a scope for each request would only cost time.</summary>
    private static T Get<T>(IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A value in the route's template, which a request that got here has.</summary>
    private static string Value(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;
}
