using System.Diagnostics;
using System.Globalization;

namespace ServerlessRetail.Benchmarks.Training;

/// <summary>Times steps and prints a line of a table for each.</summary>
internal sealed class StepMeter
{
    private const double Mega = 1e6;

    private double _wall, _cpu;
    private long _peak;

    public StepMeter() => Console.WriteLine("| step | CPU s | wall s | peak memory MB | heap after it MB |\n| --- | --- | --- | --- | --- |");

    public async Task<T> StepAsync<T>(string name, Func<Task<T>> work)
    {
        ForgetPeak();
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var result = await work();
        Add(name, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, Stopwatch.GetElapsedTime(started).TotalSeconds);
        return result;
    }

    public T Step<T>(string name, Func<T> work) => StepAsync(name, () => Task.FromResult(work())).GetAwaiter().GetResult();

    public void PrintTotal() => Print("all", _cpu, _wall, _peak);

    private void Add(string name, double cpu, double wall)
    {
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64;
        (_cpu, _wall, _peak) = (_cpu + cpu, _wall + wall, Math.Max(_peak, peak));
        Print(name, cpu, wall, peak);
    }

    private static void Print(string name, double cpu, double wall, long peak) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {cpu:F1} | {wall:F1} | {peak / Mega:F0} | {GC.GetTotalMemory(forceFullCollection: false) / Mega:F0} |"));

    /// <summary>Linux counts the peak anew, so that each step has its own; elsewhere it is the highest so far.</summary>
    private static void ForgetPeak()
    {
        if (OperatingSystem.IsLinux())
            File.WriteAllText("/proc/self/clear_refs", "5");
    }
}
