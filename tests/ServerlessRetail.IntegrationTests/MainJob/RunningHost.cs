using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServerlessRetail.Datasets;
using ServerlessRetail.LocalHost;
using ServerlessRetail.Storage;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>The whole local host in this process, on Azurite and a free port; tests use it as a user would, with uploads and HTTP.</summary>
public sealed class RunningHost(string connectionString) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(100);

    private WebApplication? _app;

    public HttpClient Client { get; } = new();

    public IServiceProvider Services => _app!.Services;

    internal DataStorage Storage => Services.GetRequiredService<DataStorage>();

    public async Task StartAsync()
    {
        _app = Create(connectionString);
        await Storage.CreateContainersAsync(CancellationToken.None);
        await _app.StartAsync();
        Client.BaseAddress = new Uri(_app.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_app is null)
            return;
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    internal static WebApplication Create(string connectionString) => LocalHostApp.Build(
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("AzureWebJobsStorage", connectionString)]).Build(),
        "http://127.0.0.1:0", TextWriter.Null, TimeProvider.System);

    public static string NewModel() => AzuriteFixture.UniqueName("m");

    /// <summary>A model whose churn file trains in no time.</summary>
    public async Task<string> NewQuickModelAsync()
    {
        var model = NewModel();
        await UploadAsync($"{model}/{DatasetName.SettingsFile}", Samples.QuickSettings);
        return model;
    }

    /// <returns>The blob's ETag.</returns>
    public Task<string> UploadAsync(string name, string content) => UploadAsync(name, Encoding.UTF8.GetBytes(content));

    public async Task<string> UploadAsync(string name, byte[] content)
    {
        BlobClient blob = Storage.Datasets.GetBlobClient(name);
        var info = await blob.UploadAsync(BinaryData.FromBytes(content), overwrite: true);
        return info.Value.ETag.ToString();
    }

    public async Task<JsonNode> GetJsonAsync(string path) => JsonNode.Parse(await Client.GetStringAsync(new Uri(path, UriKind.Relative)))!;

    public async Task<IReadOnlyList<JsonNode>> GetRunsAsync(string model)
    {
        using var response = await Client.GetAsync(new Uri($"api/models/{model}/runs", UriKind.Relative));
        if (response.StatusCode == HttpStatusCode.NotFound)
            return [];
        return [.. JsonNode.Parse(await response.Content.ReadAsStringAsync())!["runs"]!.AsArray().Select(run => run!)];
    }

    /// <summary>Uploads and waits until the upload's run is over.</summary>
    public async Task<JsonNode> TrainAsync(string name, byte[] content)
    {
        var etag = await UploadAsync(name, content);
        return await WaitForRunAsync(name.Split('/')[0], run => Text(run["dataset"]!["etag"]) == etag && Text(run["state"]) != "running");
    }

    public Task<JsonNode> TrainAsync(string name, string content) => TrainAsync(name, Encoding.UTF8.GetBytes(content));

    public async Task<JsonNode> WaitForRunAsync(string model, Func<JsonNode, bool> condition)
    {
        JsonNode? found = null;
        await WaitAsync(async () => (found = (await GetRunsAsync(model)).FirstOrDefault(condition)) is not null, $"a run of {model}");
        return found!;
    }

    public static async Task WaitAsync(Func<Task<bool>> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"Waited {Patience.TotalSeconds:0} s in vain for {what}.");
            await Task.Delay(PollPeriod);
        }
    }

    /// <returns>Status, and the body where it is JSON.</returns>
    public async Task<(HttpResponseMessage Response, JsonNode? Json)> ScoreAsync(
        string model, string body, string query = "", string contentType = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.Remove("content-type");
        content.Headers.TryAddWithoutValidation("content-type", contentType);
        var response = await Client.PostAsync(new Uri($"api/models/{model}/score{query}", UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        return (response, text.Length > 0 ? JsonNode.Parse(text) : null);
    }

    public static string Text(JsonNode? node) => node!.GetValue<string>();
}
