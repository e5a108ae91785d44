using ServerlessRetail.Http;
using ServerlessRetail.Http.OpenApi;

namespace ServerlessRetail.LocalHost;

/// <summary>
/// Door 2's routes: the same as the Functions app has, name by name. Nobody is asked for a key on loopback. Handlers take
/// the request apart themselves: having that code made for them at the start would hold up the first answer.
/// </summary>
internal static class ApiMapping
{
    private delegate Task<IResult> Handler(HttpContext context, CancellationToken cancellationToken);

    public static void MapApi(this IEndpointRouteBuilder endpoints)
    {
        foreach (var route in Routes.All)
        {
            var handler = HandlerOf(route.Name);
            RequestDelegate answer = async context => await (await handler(context, context.RequestAborted)).ExecuteAsync(context);
            endpoints.MapMethods($"/{Routes.Prefix}/{route.Template}", [route.Method], answer)
                .WithName(route.Name)
                .WithMetadata(route);
        }
    }

    private static Handler HandlerOf(string name) => name switch
    {
        nameof(Routes.ListModels) => (context, token) => Get<ModelEndpoints>(context).ListAsync(token),
        nameof(Routes.GetModel) => (context, token) => Get<ModelEndpoints>(context).GetAsync(Value(context, "model"), token),
        nameof(Routes.GetModelCard) => (context, token) =>
            Get<ModelEndpoints>(context).GetCardAsync(Value(context, "model"), Value(context, "version"), token),
        nameof(Routes.ListRuns) => (context, token) => Get<ModelEndpoints>(context).ListRunsAsync(Value(context, "model"), context.Request, token),
        nameof(Routes.ScoreCustomers) => (context, token) => Get<ScoringEndpoints>(context).ScoreAsync(Value(context, "model"), context.Request, token),
        nameof(Routes.RefreshModel) => (context, token) => Get<RefreshEndpoints>(context).RefreshAsync(Value(context, "model"), token),
        nameof(Routes.Health) => (context, token) => Get<HealthEndpoints>(context).GetAsync(token),
        nameof(Routes.GetReadiness) => (context, token) => Get<ReadinessEndpoints>(context).GetAsync(token),
        nameof(Routes.GetOpenApi) => (context, token) => Get<OpenApiEndpoints>(context).GetAsync(token),
        _ => throw new InvalidOperationException($"The route {name} has no handler."),
    };

    private static T Get<T>(HttpContext context)
        where T : notnull => context.RequestServices.GetRequiredService<T>();

    /// <summary>A value in the route's template, which a request that got here has.</summary>
    private static string Value(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;
}
