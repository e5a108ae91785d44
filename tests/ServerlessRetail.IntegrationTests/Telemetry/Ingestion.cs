using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServerlessRetail.IntegrationTests.Telemetry;

/// <summary>The ingestion endpoint of Application Insights on loopback: takes what is sent and keeps it.</summary>
internal sealed class Ingestion : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _lines = [];

    private Ingestion(WebApplication app)
    {
        _app = app;
        app.MapPost("/v2.1/track", TakeAsync);

        // Live metrics ask here; whoever is told nothing stays quiet.
        app.MapFallback(() => Results.NotFound());
    }

    public string ConnectionString =>
        $"InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint={_app.Urls.First()}/;LiveEndpoint={_app.Urls.First()}/";

    public string Text => string.Join('\n', _lines);

    public static async Task<Ingestion> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var ingestion = new Ingestion(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return ingestion;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>The data of all items of one type, <c>RequestData</c>, <c>RemoteDependencyData</c>, <c>EventData</c>, <c>MetricData</c> or <c>MessageData</c>.</summary>
    public IReadOnlyList<Item> Items(string type) =>
    [
        .. _lines.Select(line => JsonNode.Parse(line)!)
            .Where(item => (string?)item["data"]?["baseType"] == type)
            .Select(item => new Item(item["data"]!["baseData"]!, (string?)item["tags"]?["ai.operation.id"], (string?)item["tags"]?["ai.operation.parentId"])),
    ];

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        await using var body = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        using var reader = new StreamReader(body);
        var count = 0;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
                continue;
            _lines.Enqueue(line);
            count++;
        }
        return Results.Text($$"""{ "itemsReceived": {{count}}, "itemsAccepted": {{count}}, "errors": [] }""", "application/json");
    }
}

/// <summary>One thing that was sent.</summary>
/// <param name="Operation">The trace that it belongs to.</param>
/// <param name="Parent">The span that it is below.</param>
internal sealed record Item(JsonNode Data, string? Operation, string? Parent)
{
    public string? Id => (string?)Data["id"];

    public string Name => (string?)Data["name"] ?? (string?)Data["metrics"]?[0]?["name"] ?? "";

    public string? Property(string name) => (string?)Data["properties"]?[name];
}
