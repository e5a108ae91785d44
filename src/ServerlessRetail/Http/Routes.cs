namespace ServerlessRetail.Http;

/// <summary>The API, one line a route: both doors serve exactly this, under <see cref="Prefix"/>.</summary>
public static class Routes
{
    /// <summary>Set in host.json for the Functions door.</summary>
    public const string Prefix = "api";

    public const string ListModels = "models";
    public const string GetModel = "models/{model}";
    public const string GetModelCard = "models/{model}/versions/{version}/card";
    public const string ListRuns = "models/{model}/runs";
    public const string ScoreCustomers = "models/{model}/score";
    public const string RefreshModel = "models/{model}/refresh";
    public const string Health = "health";
    public const string GetReadiness = "health/ready";
    public const string GetOpenApi = "openapi.json";

    public static IReadOnlyList<ApiRoute> All { get; } =
    [
        new(nameof(ListModels), "GET", ListModels, ApiAccess.Key),
        new(nameof(GetModel), "GET", GetModel, ApiAccess.Key),
        new(nameof(GetModelCard), "GET", GetModelCard, ApiAccess.Key),
        new(nameof(ListRuns), "GET", ListRuns, ApiAccess.Key),
        new(nameof(ScoreCustomers), "POST", ScoreCustomers, ApiAccess.Key),
        new(nameof(RefreshModel), "POST", RefreshModel, ApiAccess.Key),
        new(nameof(Health), "GET", Health, ApiAccess.Key),
        new(nameof(GetReadiness), "GET", GetReadiness, ApiAccess.Key),
        new(nameof(GetOpenApi), "GET", GetOpenApi, ApiAccess.Key),
    ];
}

/// <summary>One route of the API.</summary>
/// <param name="Name">The function's name, and the endpoint's in the local host.</param>
/// <param name="Method">Upper-case.</param>
/// <param name="Template">Without the prefix.</param>
public sealed record ApiRoute(string Name, string Method, string Template, ApiAccess Access);

/// <summary>Who may call a route in Azure. The local host listens on loopback and asks nobody.</summary>
public enum ApiAccess
{
    /// <summary>Anybody.</summary>
    Anonymous,

    /// <summary>Whoever has a function key.</summary>
    Key,
}
