using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using ServerlessRetail.Benchmarks.Http;
using ServerlessRetail.LocalHost.Demo;

namespace ServerlessRetail.Benchmarks.Start;

/// <summary>From the start of a process to its first scored answer over HTTP: the local host against a minimal app with an ML.NET zip.</summary>
internal static class StartBenchmark
{
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(2);

    /// <summary>As the local host's project file says; the vector instructions where they are to be had.</summary>
    private static readonly string[] LikeOurs =
    [
        "-p:SelfContained=true", "-p:PublishReadyToRunComposite=true",
        .. RuntimeInformation.ProcessArchitecture == Architecture.X64 ? ["-p:PublishReadyToRunCrossgen2ExtraArgs=--instruction-set:x86-64-v3"] : Array.Empty<string>(),
    ];

    /// <param name="runs">Starts of each, in turn.</param>
    public static async Task<int> RunAsync(int runs)
    {
        var folder = Directory.CreateTempSubdirectory("serverlessretail-start-").FullName;
        await using var storage = await BenchmarkStorage.StartAsync();
        try
        {
            var ours = await PublishedApp.PublishAsync("src/ServerlessRetail.LocalHost", Path.Combine(folder, "ours"));
            var usual = await PublishedApp.PublishAsync("tests/ServerlessRetail.MlNetHost", Path.Combine(folder, "usual"));
            var alike = await PublishedApp.PublishAsync("tests/ServerlessRetail.MlNetHost", Path.Combine(folder, "alike"), LikeOurs);
            await storage.TrainAsync(leaves: 31);
            await storage.PutModelBlobAsync("mlnet.zip", MlNetZip.Train(SampleCustomers.WriteFile(folder)));
            await storage.PutModelBlobAsync("_recent.json", BinaryData.FromString($$"""{ "models": ["{{SampleCustomers.Model}}"] }"""));

            var (scores, readies, usuals, alikes) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
            for (var run = 0; run < runs; run++)
            {
                var (score, ready) = await TimeAsync(ours, storage.ConnectionString, $"api/models/{SampleCustomers.Model}/score", "Ready");
                scores.Add(score);
                readies.Add(ready);
                usuals.Add((await TimeAsync(usual, storage.ConnectionString, "score", line: null)).Score);
                alikes.Add((await TimeAsync(alike, storage.ConnectionString, "score", line: null)).Score);
            }
            Console.WriteLine("| From process start to | Median ms | p90 ms | Least ms |\n| --- | --- | --- | --- |");
            Report("first score of the local host", scores);
            Report("\"Ready\" of the local host", readies);
            Report("first score of ML.NET's zip, compiled ahead", usuals);
            Report("first score of ML.NET's zip, in one image with the runtime", alikes);
            Console.WriteLine(FormattableString.Invariant(
                $"Local host by ML.NET, medians: {Ratio(scores, usuals):0.00} compiled ahead, {Ratio(scores, alikes):0.00} in one image; {runs} starts of each"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <param name="line">Beginning of a line of output to wait for as well.</param>
    /// <returns>Milliseconds to the first answer with a probability, and to the line.</returns>
    private static async Task<(double Score, double Line)> TimeAsync(PublishedApp app, string connectionString, string path, string? line)
    {
        var url = $"http://127.0.0.1:{ServerProcess.FreePort()}";
        using var client = new HttpClient();
        var watch = Stopwatch.StartNew();
        using var process = app.Start(url, connectionString);
        try
        {
            var lineSeen = WaitForLineAsync(process, line, watch);
            while (!await IsScoredAsync(client, new Uri($"{url}/{path}")))
                await Task.Delay(PollPeriod);
            var score = watch.Elapsed.TotalMilliseconds;
            return (score, await lineSeen);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<double> WaitForLineAsync(Process process, string? line, Stopwatch watch)
    {
        while (line is not null && await process.StandardOutput.ReadLineAsync() is { } said)
        {
            if (said.StartsWith(line, StringComparison.Ordinal))
                return watch.Elapsed.TotalMilliseconds;
        }
        return double.NaN;
    }

    private static async Task<bool> IsScoredAsync(HttpClient client, Uri address)
    {
        try
        {
            using var customer = new StringContent(SampleCustomers.ExampleJson, Encoding.UTF8, "application/json");
            using var response = await client.PostAsync(address, customer);
            return response.IsSuccessStatusCode && (await response.Content.ReadAsStringAsync()).Contains("\"probability\"", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException)
        {
            // Not listening yet. A connection that was there for a moment is not wrapped by the client.
            return false;
        }
    }

    private static void Report(string what, List<double> milliseconds) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {what} | {Quantile(milliseconds, 0.5):0} | {Quantile(milliseconds, 0.9):0} | {milliseconds.Min():0} |"));

    private static double Ratio(List<double> ours, List<double> peers) => Quantile(ours, 0.5) / Quantile(peers, 0.5);

    private static double Quantile(List<double> values, double share)
    {
        var position = share * (values.Count - 1);
        var (sorted, below) = (values.Order().ToArray(), (int)position);
        return sorted[below] + ((position - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }
}
