using System.Globalization;
using System.Text.Json;
using ServerlessRetail.Training;

namespace ServerlessRetail.LocalHost;

/// <summary>Prints each training step as it happens; lines name the model, since two may train at once.</summary>
internal sealed class RunPrinter(TextWriter output) : IRunObserver
{
    private readonly Lock _lock = new();

    public void OnStarted(RunRecord run) => Print(
        $"[{run.Model}] training on {run.Dataset.Blob} ({FormatBytes(run.Dataset.Bytes)}), run {run.Id}{(run.Attempt > 1 ? $", attempt {run.Attempt}" : "")}");

    public void OnStep(RunRecord run, RunStep done) =>
        Print(string.Create(CultureInfo.InvariantCulture, $"[{run.Model}]   {done.Name,-11}{done.DurationMs,8:0} ms  {done.Detail}"));

    public void OnProgress(RunRecord run, RunProgress progress) =>
        Print(string.Create(CultureInfo.InvariantCulture, $"[{run.Model}]   {progress.Step,-11}{progress.Done,5}/{progress.Planned,-4}    {progress.Detail}"));

    public void OnEnded(RunRecord run)
    {
        foreach (var warning in run.Warnings)
            Print($"[{run.Model}]   note: {(warning.Column is null ? "" : warning.Column + ": ")}{warning.Detail}");
        if (run.Quarantine is { } quarantine)
        {
            var counts = string.Join(", ", quarantine.Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Value} {reason.Key}")));
            Print($"[{run.Model}]   quarantined: {counts}; the rows are in quarantine/{run.Model}/{run.Id}.csv");
        }
        var version = run.Version is null ? "" : $" version {run.Version}";
        Print($"[{run.Model}] {JsonNamingPolicy.CamelCase.ConvertName(run.State.ToString())}{version} ({run.Reason}). {run.Detail}");
    }

    private static string FormatBytes(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000.0:0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:0} MB"),
    };

    private void Print(string line)
    {
        lock (_lock)
            output.WriteLine(line);
    }
}
