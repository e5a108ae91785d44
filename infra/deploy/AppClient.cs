using System.Net;
using System.Text;
using System.Text.Json;
using ServerlessRetail.Deploy.Azure;

namespace ServerlessRetail.Deploy;

/// <summary>Calls the deployed app.</summary>
internal sealed class AppClient : IDisposable
{
    private const int KeyAttempts = 20;

    private readonly HttpClient _http;

    /// <param name="url">Without <c>/api</c>.</param>
    /// <param name="key">A function key; never shown.</param>
    public AppClient(string url, string key)
    {
        _http = new HttpClient { BaseAddress = new Uri($"{url.TrimEnd('/')}/api/"), Timeout = TimeSpan.FromMinutes(2) };
        _http.DefaultRequestHeaders.Add("x-functions-key", key);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>With the key that the host made for the app.</summary>
    public static async Task<AppClient> OpenAsync(Deployment deployment, CancellationToken cancellationToken) =>
        new(deployment.RequiredNames.Url, await ReadKeyAsync(deployment, cancellationToken));

    /// <summary>What the app says of its own state.</summary>
    /// <returns>Null while it does not answer.</returns>
    public async Task<JsonElement?> FindReadinessAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri("health/ready", UriKind.Relative), cancellationToken);
            return response.Content.Headers.ContentType?.MediaType == "application/json"
                ? JsonElement.Parse(await response.Content.ReadAsStringAsync(cancellationToken))
                : null;
        }
        catch (Exception exception) when (IsNoAnswer(exception, cancellationToken))
        {
            return null;
        }
    }

    /// <summary>The newest run of a model that trained on an upload.</summary>
    /// <returns>Null while there is none, or the app is still starting.</returns>
    /// <exception cref="DeployException">The app refuses the key.</exception>
    public async Task<JsonElement?> FindRunAsync(string model, string etag, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri($"models/{model}/runs?limit=5", UriKind.Relative), cancellationToken);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                throw new DeployException($"The app answers {(int)response.StatusCode} to its own key. If sign-in is required in front of it, turn that off in the parameter file to verify, or check by hand; else run 'finish' again.");
            if (!response.IsSuccessStatusCode)
                return null;
            var answer = JsonElement.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            foreach (var run in answer.GetProperty("runs").EnumerateArray())
            {
                if (run.TryGetProperty("dataset", out var dataset) && dataset.GetProperty("etag").GetString()!.Trim('"') == etag.Trim('"'))
                    return run;
            }
            return null;
        }
        catch (Exception exception) when (IsNoAnswer(exception, cancellationToken))
        {
            return null;
        }
    }

    /// <returns>The result as one line of JSON.</returns>
    /// <exception cref="DeployException">The app does not score.</exception>
    public async Task<string> ScoreAsync(string model, string customer, CancellationToken cancellationToken)
    {
        using var content = new StringContent(customer, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri($"models/{model}/score?reasons=3", UriKind.Relative), content, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonSerializer.Serialize(JsonElement.Parse(answer))
            : throw new DeployException($"The model is trained, and scoring answers {(int)response.StatusCode}: {answer} Run 'finish' again; if it stays so, docs/operations.md tells where to look.");
    }

    private static bool IsNoAnswer(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or JsonException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested);

    private static async Task<string> ReadKeyAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var key = "";
        await deployment.RetryAsync("Reading the app's key", KeyAttempts, async () =>
        {
            var answer = await AzCli.RunAsync(
                [
                    "functionapp", "keys", "list", "--resource-group", deployment.Options.RequiredResourceGroup,
                    "--name", deployment.RequiredNames.FunctionApp, "--query", "functionKeys.default", "--output", "tsv",
                ],
                cancellationToken);
            key = answer.Output.Trim();
            return answer.Succeeded && key.Length == 0 ? answer with { ExitCode = 1, Errors = "Host keys are not there yet." } : answer;
        }, cancellationToken);
        return key;
    }
}
