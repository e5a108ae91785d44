using System.Globalization;
using System.Text.Json;
using ServerlessRetail.Training;

namespace ServerlessRetail.LocalHost;

/// <summary>Prints each step of trainings and scorings as it happens; lines name the model, since two may be at work at once.</summary>
/// <param name="output">Where it is printed.</param>
/// <param name="rewritesLine">How far a long step is: one line that is written over, or else a line every few seconds.</param>
/// <param name="time">Paces those.</param>
internal sealed class RunPrinter(TextWriter output, bool rewritesLine, TimeProvider time) : IRunObserver
{
    /// <summary>Longer details go on in further lines.</summary>
    private const int LineWidth = 120;

    /// <summary>A line that is written over must fit into the terminal.</summary>
    private const int ProgressWidth = 78;

    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _printedAt = [];
    private bool _showsProgress;

    public void OnStarted(RunRecord run) => Print(
        run, $"[{run.Model}] {(run.Kind == RunKind.Scoring ? "scoring" : "training on")} {run.Dataset.Blob} ({FormatBytes(run.Dataset.Bytes)}), run {run.Id}{(run.Attempt > 1 ? $", attempt {run.Attempt}" : "")}");

    public void OnStep(RunRecord run, RunStep done) =>
        Print(run, string.Create(CultureInfo.InvariantCulture, $"[{run.Model}]   {done.Name,-11}{done.DurationMs,8:0} ms  "), done.Detail);

    public void OnProgress(RunRecord run, RunProgress progress)
    {
        var count = string.Create(CultureInfo.InvariantCulture, $"{progress.Done} of {progress.Planned}");
        lock (_lock)
        {
            if (rewritesLine)
            {
                var line = $"[{run.Model}]   {progress.Step} {count}  {progress.Detail}";
                output.Write($"\r{(line.Length > ProgressWidth ? line[..ProgressWidth] : line).PadRight(ProgressWidth)}");
                output.Flush();
                _showsProgress = true;
            }
            else if (!_printedAt.TryGetValue(run.Id, out var printedAt) || time.GetElapsedTime(printedAt) >= ProgressPeriod)
            {
                PrintLocked(run, $"[{run.Model}]   {progress.Step,-11}{count,11}  {progress.Detail}");
            }
        }
    }

    public void OnEnded(RunRecord run)
    {
        foreach (var warning in run.Warnings)
            Print(run, $"[{run.Model}]   note: ", $"{(warning.Column is null ? "" : warning.Column + ": ")}{warning.Detail}");
        if (run.Quarantine is { } quarantine)
        {
            var counts = string.Join(", ", quarantine.Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Value} {reason.Key}")));
            Print(run, $"[{run.Model}]   quarantined: {counts}; the rows are in quarantine/{run.Model}/{run.Id}.csv");
        }
        var version = run.Version is null ? "" : $" version {run.Version}";
        Print(run, $"[{run.Model}] {JsonNamingPolicy.CamelCase.ConvertName(run.State.ToString())}{version} ({run.Reason}). {run.Detail}");
        lock (_lock)
            _printedAt.Remove(run.Id);
    }

    private static string FormatBytes(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000.0:0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:0} MB"),
    };

    /// <summary>Words that do not fit into the line go on below the first ones.</summary>
    private void Print(RunRecord run, string head, string detail)
    {
        var lines = new List<string>();
        var line = head;
        foreach (var word in detail.Split(' '))
        {
            if (line.Length > head.Length && line.Length + word.Length >= LineWidth)
            {
                lines.Add(line.TrimEnd());
                line = new string(' ', head.Length);
            }
            line += word + " ";
        }
        Print(run, string.Join(output.NewLine, [.. lines, line.TrimEnd()]));
    }

    private void Print(RunRecord run, string text)
    {
        lock (_lock)
            PrintLocked(run, text);
    }

    private void PrintLocked(RunRecord run, string text)
    {
        if (_showsProgress)
            output.Write($"\r{new string(' ', ProgressWidth)}\r");
        _showsProgress = false;
        output.WriteLine(text);
        _printedAt[run.Id] = time.GetTimestamp();
    }
}
