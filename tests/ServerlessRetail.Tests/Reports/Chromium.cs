using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessRetail.Tests.Reports;

/// <summary>
/// A Chromium without a window, told what to do in the DevTools protocol; one page. Tests that need it are skipped where
/// it is not installed (Debian: <c>apt-get install chromium</c>).
/// </summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly Process _process;
    private readonly DirectoryInfo _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _calls = new();
    private readonly ConcurrentQueue<(string Method, JsonNode Content)> _events = new();
    private TaskCompletionSource _loaded = new();
    private Task _receiving = Task.CompletedTask;
    private Task _output = Task.CompletedTask;
    private string? _session;
    private int _lastCall;

    private Chromium(Process process, DirectoryInfo profile) => (_process, _profile) = (process, profile);

    /// <summary>What happened since the page was opened.</summary>
    public IEnumerable<(string Method, JsonNode Content)> Events => _events;

    public static async Task<Chromium> StartAsync(CancellationToken cancellationToken)
    {
        var path = Paths.FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, "Chromium is not installed: the card was not looked at in a browser.");
        var profile = Directory.CreateTempSubdirectory("card-browser-");
        var start = new ProcessStartInfo(path!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}", "about:blank"])
            start.ArgumentList.Add(argument);
        var browser = new Chromium(Process.Start(start)!, profile);
        try
        {
            await browser.ConnectAsync(cancellationToken);
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
        return browser;
    }

    public async Task<JsonNode> CallAsync(string method, JsonObject? parameters, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastCall);
        var answer = _calls[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (_session is not null)
            message["sessionId"] = _session;
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Opens a page and waits until it is loaded.</summary>
    public async Task OpenAsync(string url, CancellationToken cancellationToken)
    {
        _events.Clear();
        _loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await CallAsync("Page.navigate", new JsonObject { ["url"] = url }, cancellationToken);
        await _loaded.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The value of an expression, evaluated beside the page's policy.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true }, cancellationToken);
        Assert.Null(answer["exceptionDetails"]);
        return answer["result"]!["value"];
    }

    public Task SetViewAsync(int width, string colorScheme, CancellationToken cancellationToken) => Task.WhenAll(
        CallAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = width < 500 }, cancellationToken),
        CallAsync("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = colorScheme }) }, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        try
        {
            // So that all of its processes are gone when the profile is deleted.
            _session = null;
            if (_socket.State == WebSocketState.Open)
                await CallAsync("Browser.close", null, _closing.Token);
            else
                _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            await _output;
        }
        finally
        {
            await _closing.CancelAsync();
            await _receiving;
            _socket.Dispose();
            _process.Dispose();
            _closing.Dispose();
            _profile.Delete(recursive: true);
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        const string Announcement = "DevTools listening on ";
        string? line;
        do
            line = await _process.StandardError.ReadLineAsync(cancellationToken);
        while (line?.StartsWith(Announcement, StringComparison.Ordinal) == false);
        Assert.NotNull(line);
        _output = Task.WhenAll(_process.StandardError.ReadToEndAsync(CancellationToken.None), _process.StandardOutput.ReadToEndAsync(CancellationToken.None));
        await _socket.ConnectAsync(new Uri(line[Announcement.Length..]), cancellationToken);
        _receiving = Task.Run(ReceiveAsync, CancellationToken.None);

        var target = await CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, cancellationToken);
        var session = await CallAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target["targetId"]!.GetValue<string>(), ["flatten"] = true }, cancellationToken);
        _session = session["sessionId"]!.GetValue<string>();
        foreach (var domain in (string[])["Page", "Network", "Log", "Runtime"])
            await CallAsync($"{domain}.enable", null, cancellationToken);
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                using var message = new MemoryStream();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(), _closing.Token);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                Take(JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or JsonException)
        {
            foreach (var call in _calls.Values)
                call.TrySetException(exception);
            _loaded.TrySetException(exception);
        }
    }

    private void Take(JsonNode message)
    {
        if (message["id"] is { } id)
        {
            if (!_calls.TryRemove(id.GetValue<int>(), out var call))
                return;
            if (message["error"] is { } error)
                call.TrySetException(new InvalidOperationException(error.ToJsonString()));
            else
                call.TrySetResult(message["result"]!);
            return;
        }

        var method = message["method"]!.GetValue<string>();
        _events.Enqueue((method, message["params"] ?? new JsonObject()));
        if (method == "Page.loadEventFired")
            _loaded.TrySetResult();
    }
}
