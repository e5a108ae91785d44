using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Azure.Storage.Blobs;
using ServerlessRetail.Benchmarks.Csv;
using ServerlessRetail.LocalHost;
using ServerlessRetail.Storage;
using ServerlessRetail.Training;

namespace ServerlessRetail.Benchmarks.Bulk;

/// <summary>
/// Scores a large file through Azurite and a local host with little memory, once undisturbed and once with a host that is
/// killed on the way, and compares the results.
/// </summary>
internal static class BulkBenchmark
{
    private const string Model = "telco";
    private const int TrainingRows = 7_043;
    private const int BytesPerRow = 133;

    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync(BulkBenchmarkOptions options)
    {
        var folder = Path.Combine(options.Folder ?? Path.GetTempPath(), $"bulk-benchmark-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        try
        {
            var checkout = LocalFolder.FindCheckout(AppContext.BaseDirectory) ?? throw new InvalidOperationException("To be run inside a checkout.");
            var installer = new AzuriteInstaller(Console.Out, rewritesLine: false, TimeProvider.System);
            var install = await installer.InstallAsync(new LocalFolder(Path.Combine(checkout, ".local")).Tools, CancellationToken.None);
            await using var azurite = await AzuriteServer.StartAsync(
                AzuriteOptions.InMemory(install) with { DataFolder = Path.Combine(folder, "azurite") }, CancellationToken.None);
            return await RunAsync(options, folder, azurite.ConnectionString);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunAsync(BulkBenchmarkOptions options, string folder, string connectionString)
    {
        var storage = new DataStorage(new BlobServiceClient(connectionString));
        await storage.CreateContainersAsync(CancellationToken.None);
        await TrainAsync(options, folder, storage, connectionString);

        var file = Path.Combine(folder, "customers.csv");
        TelcoCsv.Make(file, (int)(((long)options.Megabytes << 20) / BytesPerRow), labelled: false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{new FileInfo(file).Length / 1e6:F0} MB; {options.Trainer}; heap of {options.HeapMegabytes} MB; {Environment.ProcessorCount} cores; .NET {Environment.Version}\n"));
        Console.WriteLine("| Run | Kills | Rows | Parts | Seconds | Rows/s | Peak memory MB | SHA-256 of the scores |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        var undisturbed = await ScoreAsync("undisturbed", kills: 0);
        var disturbed = await ScoreAsync("disturbed", options.Kills);
        Console.WriteLine(undisturbed == disturbed ? "\nThe scores are the same, byte for byte." : "\nTHE SCORES DIFFER.");
        return undisturbed == disturbed ? 0 : 1;

        async Task<string> ScoreAsync(string name, int kills)
        {
            await storage.Scoring.GetBlobClient($"{Model}/{name}.csv").UploadAsync(file, overwrite: true);
            var started = Stopwatch.GetTimestamp();
            var (run, peak) = await WatchAsync(storage, $"{Model}/{name}.csv", kills, () => LimitedHost.StartAsync(connectionString, options.HeapMegabytes));
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var hash = await HashAsync(storage.Scores.GetBlobClient(run.Scores!.Blob));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {kills} | {run.Scores.Rows:N0} | {run.Scores.Parts} | {seconds:F1} | {run.Scores.Rows / seconds:N0} | {peak / 1e6:F0} | {hash[..16]}… |"));
            return hash;
        }
    }

    private static async Task TrainAsync(BulkBenchmarkOptions options, string folder, DataStorage storage, string connectionString)
    {
        var file = Path.Combine(folder, "train.csv");
        TelcoCsv.Make(file, TrainingRows, labelled: true);
        await storage.Datasets.GetBlobClient($"{Model}/model.json").UploadAsync(
            BinaryData.FromString($$"""{ "label": "Churn", "trainers": ["{{options.Trainer}}"] }"""), overwrite: true);
        await storage.Datasets.GetBlobClient($"{Model}/train.csv").UploadAsync(file, overwrite: true);
        await using var host = await LimitedHost.StartAsync(connectionString, heapMegabytes: 2048);
        while (await FindAsync(storage, $"{Model}/train.csv") is not { State: not RunState.Running } run || Verify(run))
            await Task.Delay(PollPeriod);

        static bool Verify(RunRecord run) => run.State == RunState.Promoted ? false : throw new InvalidOperationException($"The training ended as {run.State}: {run.Detail}");
    }

    /// <summary>Has hosts work on a file, each but the last killed after its share of the parts.</summary>
    private static async Task<(RunRecord Run, long Peak)> WatchAsync(DataStorage storage, string blob, int kills, Func<Task<LimitedHost>> start)
    {
        long peak = 0;
        for (var kill = 1; ; kill++)
        {
            await using var host = await start();
            while (true)
            {
                peak = Math.Max(peak, host.ReadPeak());
                var run = await FindAsync(storage, blob);
                if (run is { State: not RunState.Running })
                    return run.State == RunState.Scored ? (run, peak) : throw new InvalidOperationException($"The run ended as {run.State}: {run.Detail}");
                if (kill <= kills && run?.Progress is { Step: "score" } progress && progress.Done * (kills + 1) >= progress.Planned * kill)
                    break;
                await Task.Delay(PollPeriod);
            }

            await host.KillAsync();
        }
    }

    private static async Task<RunRecord?> FindAsync(DataStorage storage, string blob) =>
        (await new RunStore(storage).ListAsync(Model, 10, CancellationToken.None)).FirstOrDefault(run => run.Dataset.Blob == blob);

    private static async Task<string> HashAsync(BlobClient blob)
    {
        await using var content = await blob.OpenReadAsync();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content));
    }
}
