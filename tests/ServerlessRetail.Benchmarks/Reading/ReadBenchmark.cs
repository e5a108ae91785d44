using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ServerlessRetail.Benchmarks.Reading;

/// <summary>Reads a large customer file with several readers, each in a process of its own, in turn.</summary>
internal static class ReadBenchmark
{
    /// <summary>The command that runs one reader once; the benchmark starts itself with it.</summary>
    public const string OneReader = "read-one";

    private const double Mega = 1e6;

    public static async Task<int> RunAsync(ReadBenchmarkOptions options)
    {
        await Console.Error.WriteLineAsync($"Making a CSV of {options.Megabytes} MB in {options.Folder} …");
        var files = CustomerCsv.Make(options.Folder, options.Megabytes, options.Uuids);
        try
        {
            var textBytes = new FileInfo(files[0]).Length;
            Console.WriteLine($"{textBytes / Mega:F0} MB of text, 20 columns; {Environment.ProcessorCount} cores; .NET {Environment.Version}; medians of {options.Runs} runs.\n");
            Console.WriteLine("| file | reader | rows | MB/s per core (CPU) | MB/s (wall) | CPU s | wall s | peak memory MB |\n|---|---|---|---|---|---|---|---|");
            foreach (var file in files)
            {
                var runs = new List<(string Reader, Measurement Result)>();
                for (var run = 0; run < options.Runs; run++)
                {
                    foreach (var reader in options.Readers)
                        runs.Add((reader, await StartAsync(reader, file)));
                }

                foreach (var group in runs.GroupBy(run => run.Reader))
                    Console.WriteLine(Row(Path.GetFileName(file), group.Key, textBytes, [.. group.Select(run => run.Result)]));
            }

            return 0;
        }
        finally
        {
            Directory.Delete(options.Folder, recursive: true);
        }
    }

    public static async Task<int> RunOneAsync(string reader, string file)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var rows = await CsvReaders.All[reader](file);
        var wall = Stopwatch.GetElapsedTime(started);
        var result = new Measurement(rows, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, wall.TotalSeconds, Process.GetCurrentProcess().PeakWorkingSet64);
        Console.WriteLine(JsonSerializer.Serialize(result));
        return 0;
    }

    private static async Task<Measurement> StartAsync(string reader, string file)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [OneReader, reader, file]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Measurement>(output)!
            : throw new InvalidOperationException($"{reader} ended with code {process.ExitCode}.");
    }

    private static string Row(string file, string reader, long textBytes, IReadOnlyList<Measurement> runs)
    {
        var cpu = Median(runs.Select(run => run.CpuSeconds));
        var wall = Median(runs.Select(run => run.WallSeconds));
        var peak = runs.Max(run => run.PeakBytes);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {file} | {reader} | {runs[0].Rows:N0} | {textBytes / Mega / cpu:F0} | {textBytes / Mega / wall:F0} | {cpu:F2} | {wall:F2} | {peak / Mega:F0} |");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private sealed record Measurement(long Rows, double CpuSeconds, double WallSeconds, long PeakBytes);
}
