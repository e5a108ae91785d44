using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServerlessRetail.IntegrationTests.Infra.Deploy;

/// <summary>Answers on loopback as a deployed app does: it hears of the upload after a while, trains, and scores.</summary>
internal sealed class DeployedApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _looks;

    private DeployedApp(WebApplication app, string lastState, bool isReady)
    {
        _app = app;
        app.MapGet("/api/models/sample-churn/runs", (HttpRequest request) => request.Headers["x-functions-key"] != "a-key" ? Results.StatusCode(401) : ++_looks switch
        {
            1 => Results.StatusCode(503),
            2 => Results.NotFound(),
            3 => Runs("running", """{ "name": "read", "durationMs": 1, "detail": "4988 rows" }"""),
            _ => Runs(lastState, """{ "name": "read", "durationMs": 1, "detail": "4988 rows" }, { "name": "promote", "durationMs": 1, "detail": "firstChampion" }"""),
        });
        app.MapGet("/api/health/ready", () => Results.Json(
            isReady
                ? JsonNode.Parse("""{ "status": "ready", "release": "0.1.0", "checks": [] }""")
                : JsonNode.Parse("""{ "status": "notReady", "release": "0.1.0", "checks": [ { "name": "blobPermissions", "state": "failed", "code": "roleMissing", "detail": "A role is missing.", "remedy": "az role assignment create" } ] }"""),
            statusCode: isReady ? 200 : 503));
        app.MapPost("/api/models/sample-churn/score", () => Results.Text("""{ "model": "sample-churn", "probability": 0.93, "decision": "yes" }""", "application/json"));
    }

    public string Url => _app.Urls.First();

    /// <param name="lastState">The state in which the run of the upload ends.</param>
    /// <param name="isReady">Whether its own checks find nothing.</param>
    public static async Task<DeployedApp> StartAsync(string lastState = "promoted", bool isReady = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var deployed = new DeployedApp(app, lastState, isReady);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return deployed;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static IResult Runs(string state, string steps) => Results.Text($$"""
        {
          "runs": [
            { "id": "2", "state": "{{state}}", "reason": "because", "detail": "In a sentence.", "dataset": { "etag": "\"0x1\"" }, "steps": [ {{steps}} ] },
            { "id": "1", "state": "promoted", "reason": "firstChampion", "detail": "", "dataset": { "etag": "\"0x0\"" }, "steps": [] }
          ]
        }
        """, "application/json");
}
