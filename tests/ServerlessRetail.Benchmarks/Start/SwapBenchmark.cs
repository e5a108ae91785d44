using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ServerlessRetail.LocalHost.Demo;

namespace ServerlessRetail.Benchmarks.Start;

/// <summary>The published local host at half of its load while two versions take turns as the champion every five seconds.</summary>
internal static class SwapBenchmark
{
    private const int Callers = 4;

    private static readonly TimeSpan SwapPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(TimeSpan length)
    {
        var folder = Directory.CreateTempSubdirectory("serverlessretail-swap-").FullName;
        await using var storage = await BenchmarkStorage.StartAsync();
        try
        {
            var app = await PublishedApp.PublishAsync("src/ServerlessRetail.LocalHost", folder);
            string[] versions = [await storage.TrainAsync(leaves: 31), await storage.TrainAsync(leaves: 24)];
            using var process = app.Start("http://127.0.0.1:0", storage.ConnectionString);
            try
            {
                using var client = new HttpClient { BaseAddress = await AddressAsync(process) };
                await MeasureAsync(storage, process, client, versions, length);
            }
            finally
            {
                process.Kill();
                await process.WaitForExitAsync();
            }
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(BenchmarkStorage storage, Process process, HttpClient client, string[] versions, TimeSpan length)
    {
        var expected = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var version in versions)
            expected[version] = (await ScoreAsync(client, $"?version={version}")).Probability;
        if (expected.Values.Distinct().Count() < versions.Length)
            throw new InvalidOperationException("The versions score alike, so that they could not be told apart.");

        var full = await LoadAsync(client, expected, WarmUp, perSecond: null);
        var perSecond = full.Answers / WarmUp.TotalSeconds / 2;
        process.Refresh();
        var memoryBefore = process.WorkingSet64;
        using var end = new CancellationTokenSource();
        var swaps = SwapAsync(storage, versions, end.Token);
        var load = await LoadAsync(client, expected, length, perSecond);
        await end.CancelAsync();
        process.Refresh();
        var champions = await swaps;

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"""
            | Length min | Requests | per s | Champions | Failed | Inconsistent | Versions seen | Longest ms | Memory before MB | Memory after MB | Peak MB |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            | {length.TotalMinutes:0.#} | {load.Answers:N0} | {load.Answers / length.TotalSeconds:N0} | {champions} | {load.Failed} | {load.Inconsistent} | {load.Versions} | {load.Longest.TotalMilliseconds:0} | {memoryBefore / 1e6:0} | {process.WorkingSet64 / 1e6:0} | {process.PeakWorkingSet64 / 1e6:0} |
            """));
    }

    /// <returns>How many champions there were.</returns>
    private static async Task<int> SwapAsync(BenchmarkStorage storage, string[] versions, CancellationToken cancellationToken)
    {
        var swaps = 0;
        using var timer = new PeriodicTimer(SwapPeriod);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var champion = (await storage.Registry.ReadChampionAsync(SampleCustomers.Model, CancellationToken.None))!;
                var next = champion.Value with { Version = versions.First(version => version != champion.Value.Version) };
                if (await storage.Registry.TryPromoteAsync(SampleCustomers.Model, next, champion.ETag, CancellationToken.None))
                    swaps++;
            }
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }
        return swaps;
    }

    /// <param name="perSecond">Requests; null: as many as there can be.</param>
    private static async Task<Load> LoadAsync(HttpClient client, Dictionary<string, double> expected, TimeSpan length, double? perSecond)
    {
        var load = new Load();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < length)
            {
                if (perSecond is { } rate && load.Begin() / rate - watch.Elapsed.TotalSeconds is > 0 and var ahead)
                    await Task.Delay(TimeSpan.FromSeconds(ahead));
                await load.AddAsync(() => ScoreAsync(client, ""), expected);
            }
        })));
        return load;
    }

    private static async Task<(string Version, double Probability)> ScoreAsync(HttpClient client, string query)
    {
        using var customer = new ByteArrayContent(Encoding.UTF8.GetBytes(SampleCustomers.ExampleJson));
        customer.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await client.PostAsync(new Uri($"api/models/{SampleCustomers.Model}/score{query}", UriKind.Relative), customer);
        response.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return (answer.RootElement.GetProperty("version").GetString()!, answer.RootElement.GetProperty("probability").GetDouble());
    }

    private static async Task<Uri> AddressAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Ready: ", StringComparison.Ordinal))
                return new Uri(new Uri(line.Split(' ')[1]), "/");
        }
        throw new InvalidOperationException("The host ended before it was ready.");
    }

    /// <summary>What came of the requests.</summary>
    private sealed class Load
    {
        private readonly ConcurrentDictionary<string, bool> _versions = new(StringComparer.Ordinal);
        private long _begun;
        private long _answers;
        private long _failed;
        private long _inconsistent;
        private long _longest;

        public long Answers => Interlocked.Read(ref _answers);

        public long Failed => Interlocked.Read(ref _failed);

        public long Inconsistent => Interlocked.Read(ref _inconsistent);

        public int Versions => _versions.Count;

        public TimeSpan Longest => new(Interlocked.Read(ref _longest));

        public long Begin() => Interlocked.Increment(ref _begun);

        public async Task AddAsync(Func<Task<(string Version, double Probability)>> score, Dictionary<string, double> expected)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                var (version, probability) = await score();
                _versions[version] = true;
                if (!expected.TryGetValue(version, out var right) || right != probability)
                    Interlocked.Increment(ref _inconsistent);
            }
            catch (Exception exception) when (exception is HttpRequestException or JsonException)
            {
                Interlocked.Increment(ref _failed);
            }
            Interlocked.Increment(ref _answers);
            var took = Stopwatch.GetElapsedTime(started).Ticks;
            while (Interlocked.Read(ref _longest) is var longest && took > longest)
                Interlocked.CompareExchange(ref _longest, took, longest);
        }
    }
}
