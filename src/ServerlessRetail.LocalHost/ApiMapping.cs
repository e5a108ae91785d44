using ServerlessRetail.Http;
using ServerlessRetail.Http.OpenApi;

namespace ServerlessRetail.LocalHost;

/// <summary>
/// Door 2's routes: the same as the Functions app has, name by name. Nobody is asked for a key on loopback. Handlers take
/// the request apart themselves: having that code made for them at the start would hold up the first answer.
/// </summary>
internal static class ApiMapping
{
    public static void MapApi(this IEndpointRouteBuilder endpoints)
    {
        foreach (var route in Routes.All)
        {
            // Nothing stands between the routes and the handlers.
            endpoints.MapMethods($"/{Routes.Prefix}/{route.Template}", [route.Method], HandlerOf(route.Name, endpoints.ServiceProvider))
                .WithName(route.Name)
                .WithMetadata(route)
                .ShortCircuit();
        }
    }

    private static Task Answer(ValueTask<IResult> answer, HttpContext context)
    {
        // A score from memory is there already.
        return answer.IsCompletedSuccessfully ? answer.Result.ExecuteAsync(context) : AnswerAsync(answer, context);

        static async Task AnswerAsync(ValueTask<IResult> answer, HttpContext context) => await (await answer).ExecuteAsync(context);
    }

    private static RequestDelegate HandlerOf(string name, IServiceProvider services) => name switch
    {
        nameof(Routes.ListModels) => Of<ModelEndpoints>(services, (models, context) => models.ListAsync(context.RequestAborted)),
        nameof(Routes.GetModel) => Of<ModelEndpoints>(services, (models, context) => models.GetAsync(Value(context, "model"), context.RequestAborted)),
        nameof(Routes.GetModelCard) => Of<ModelEndpoints>(
            services, (models, context) => models.GetCardAsync(Value(context, "model"), Value(context, "version"), context.RequestAborted)),
        nameof(Routes.ListRuns) => Of<ModelEndpoints>(services, (models, context) => models.ListRunsAsync(Value(context, "model"), context.Request, context.RequestAborted)),

        // Reading the body and writing the answer end with the connection by themselves: a token for each request would only cost time.
        nameof(Routes.ScoreCustomers) => Of<ScoringEndpoints>(
            services, (scoring, context) => scoring.ScoreAsync(Value(context, "model"), context.Request, CancellationToken.None)),
        nameof(Routes.RefreshModel) => Of<RefreshEndpoints>(services, (refresh, context) => refresh.RefreshAsync(Value(context, "model"), context.RequestAborted)),
        nameof(Routes.Health) => Of<HealthEndpoints>(services, (health, context) => health.GetAsync(context.RequestAborted)),
        nameof(Routes.GetReadiness) => Of<ReadinessEndpoints>(services, (readiness, context) => readiness.GetAsync(context.RequestAborted)),
        nameof(Routes.GetOpenApi) => Of<OpenApiEndpoints>(services, (openApi, context) => openApi.GetAsync(context.RequestAborted)),
        _ => throw new InvalidOperationException($"The route {name} has no handler."),
    };

    private static RequestDelegate Of<T>(IServiceProvider services, Func<T, HttpContext, Task<IResult>> answer)
        where T : class =>
        Of<T>(services, (endpoints, context) => new ValueTask<IResult>(answer(endpoints, context)));

    /// <summary>All are there once for the process, made for the first request: a scope and a look-up for each would only cost time.</summary>
    private static RequestDelegate Of<T>(IServiceProvider services, Func<T, HttpContext, ValueTask<IResult>> answer)
        where T : class
    {
        T? endpoints = null;
        return context => Answer(answer(endpoints ??= services.GetRequiredService<T>(), context), context);
    }

    /// <summary>A value in the route's template, which a request that got here has.</summary>
    private static string Value(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;
}
