using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Benchmarks.Csv;

/// <summary>Scores a CSV file into another, with each model, without reasons and with them, each in a process of its own.</summary>
internal static class CsvBenchmark
{
    /// <summary>The command of the process that scores; the benchmark starts itself with it.</summary>
    public const string OneScoring = "csv-one";

    private const int TrainingRows = 7_043;

    public static async Task<int> RunAsync(CsvBenchmarkOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("csv-benchmark-").FullName;
        try
        {
            TelcoCsv.Make(Path.Combine(folder, "train.csv"), TrainingRows, labelled: true);
            TelcoCsv.Make(Path.Combine(folder, "customers.csv"), options.Rows, labelled: false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{options.Rows} rows, {new FileInfo(Path.Combine(folder, "customers.csv")).Length / 1e6:F0} MB; {Environment.ProcessorCount} cores; .NET {Environment.Version}; warm-up {options.WarmUp} s; load {Load()}\n"));
            Console.WriteLine("| Model | Form | Reasons | Rows/s | MB/s | CPU µs/row | Allocated B/row | Peak memory MB |");
            Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
            foreach (var (model, reasons) in ((int, int)[])[(0, 0), (1, 0), (0, 3), (1, 3)])
            {
                for (var run = 0; run < options.Runs; run++)
                    await StartAsync(OneScoring, folder, $"{model}", $"{reasons}", $"{options.WarmUp}");
            }

            if (!options.WithoutPeer)
                await PandasPeer.RunAsync(folder, options.Rows);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static async Task<int> RunOneAsync(string folder, int model, int reasons, int warmUp)
    {
        var (name, served) = (await CsvModels.TrainAsync(Path.Combine(folder, "train.csv")))[model];
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started).TotalSeconds < warmUp;)
            await ScoreAsync(folder, "train.csv", served, CsvForm.Table, reasons);
        await MeasureAsync(CsvForm.Table);
        return 0;

        async Task MeasureAsync(CsvForm form)
        {
            GC.Collect();
            ForgetPeak();
            var (cpu, allocated, started) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
            var counts = await ScoreAsync(folder, "customers.csv", served, form, reasons);
            var (seconds, rows) = (Stopwatch.GetElapsedTime(started).TotalSeconds, (double)counts.Rows);
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {form} | {reasons} | {rows / seconds:N0} | {new FileInfo(Path.Combine(folder, "customers.csv")).Length / 1e6 / seconds:F0} | {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / rows:F2} | {(GC.GetTotalAllocatedBytes() - allocated) / rows:F1} | {process.PeakWorkingSet64 / 1e6:F0} |"));
        }
    }

    private static async Task<CsvCounts> ScoreAsync(string folder, string file, ServedModel served, CsvForm form, int reasons)
    {
        await using var input = new FileStream(Path.Combine(folder, file), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        await using var output = new FileStream(Path.Combine(folder, "scores.csv"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        await using var rows = await CsvFile.OpenAsync(input, CancellationToken.None);
        var scoring = new CsvScoring(served, rows.Layout, new CsvOptions(form, reasons));
        var header = new ArrayBufferWriter<byte>();
        scoring.WriteHeader(header);
        await output.WriteAsync(header.WrittenMemory);
        return await scoring.ScoreAsync(rows, output.WriteAsync, CancellationToken.None);
    }

    private static async Task StartAsync(params string[] arguments)
    {
        using var process = Process.Start(Environment.ProcessPath!, arguments);
        await process.WaitForExitAsync();
    }

    private static string Load() => OperatingSystem.IsLinux() ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    /// <summary>Linux counts the peak anew; elsewhere it is that of the whole process, training included.</summary>
    private static void ForgetPeak()
    {
        if (OperatingSystem.IsLinux())
            File.WriteAllText("/proc/self/clear_refs", "5");
    }
}
