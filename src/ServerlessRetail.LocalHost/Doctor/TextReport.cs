using ServerlessRetail.Diagnostics;

namespace ServerlessRetail.LocalHost.Doctor;

/// <summary>A line for each check as it ends, then for each that is not well its cause and remedy.</summary>
/// <param name="output">Where it is written.</param>
/// <param name="isTerminal">Whether there are colours, and a line that shows what is waited for.</param>
internal sealed class TextReport(TextWriter output, bool isTerminal, TimeProvider time)
{
    private const int StateWidth = 9;
    private const int NameWidth = 40;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    public async Task<IReadOnlyList<CheckReport>> WriteAsync(IReadOnlyList<ICheck> checks, IReadOnlyList<Task<CheckReport>> running)
    {
        await output.WriteLineAsync($"ServerlessRetail {Release.Version} looks at {checks.Count} things");
        await output.WriteLineAsync();

        var reports = new List<CheckReport>();
        foreach (var task in running)
        {
            await ShowWaitingAsync(checks, running, task);
            var report = await task;
            reports.Add(report);
            await WriteLineAsync(report, indent: "");
        }

        var notWell = reports.SelectMany(Flatten).Where(report => report.Result.State is CheckState.Failed or CheckState.Warning).ToList();
        // One cause often stops several checks.
        foreach (var alike in notWell.Where(report => report.Result.Parts.Count == 0).GroupBy(report => (report.Result.State, report.Result.Code, report.Result.Detail, Remedy(report.Result))))
            await ExplainAsync([.. alike]);
        await output.WriteLineAsync();
        await output.WriteLineAsync(Summary(notWell));
        return reports;
    }

    private async Task ShowWaitingAsync(IReadOnlyList<ICheck> checks, IReadOnlyList<Task<CheckReport>> running, Task<CheckReport> task)
    {
        if (!isTerminal)
            return;
        var start = time.GetTimestamp();
        while (await Task.WhenAny(task, Task.Delay(Pace, time)) != task)
        {
            var waiting = checks.Where((_, index) => !running[index].IsCompleted).Select(check => check.Name).Distinct();
            var line = $"… {time.GetElapsedTime(start).TotalSeconds:0} s, waiting for {string.Join(", ", waiting)}";
            await output.WriteAsync($"\r{line[..Math.Min(line.Length, 78)],-78}");
            await output.FlushAsync();
        }
        await output.WriteAsync($"\r{"",-78}\r");
    }

    private async Task WriteLineAsync(CheckReport report, string indent)
    {
        var result = report.Result;
        var what = result.State is CheckState.Ok or CheckState.Skipped || result.Parts.Count > 0 ? result.Detail : result.Code;
        var place = result.Place is { } found ? $"  [{found}]" : "";
        var state = Word(result.State).PadRight(StateWidth);
        await output.WriteLineAsync($"{indent}{Coloured(state, result.State)}{(indent + Title(report)).PadRight(NameWidth)[indent.Length..]} {Masking.Mask(what + place)}");
        foreach (var part in result.Parts)
            await WriteLineAsync(part, indent + "  ");
    }

    private async Task ExplainAsync(IReadOnlyList<CheckReport> alike)
    {
        var result = alike[0].Result;
        await output.WriteLineAsync();
        await output.WriteLineAsync($"{Coloured(Word(result.State), result.State)} {string.Join(", ", alike.Select(Title))}: {result.Code}");
        var places = alike.Select(report => report.Result.Place).OfType<string>().Distinct().ToList();
        if (places.Count > 0)
            await output.WriteLineAsync($"  where   {Masking.Mask(string.Join(", ", places))}");
        await output.WriteLineAsync($"  cause   {Masking.Mask(result.Detail)}");
        await output.WriteLineAsync($"  remedy  {Masking.Mask(Remedy(result) ?? "")}");
    }

    public static string? Remedy(CheckResult result) => result.Account is { } account
        ? result.Remedy?.Replace(CheckResult.AccountPlace, account, StringComparison.Ordinal)
        : result.Remedy;

    private static string Summary(List<CheckReport> notWell)
    {
        var failed = notWell.Count(report => report.Result.State == CheckState.Failed && report.Result.Parts.Count == 0);
        var warnings = notWell.Count(report => report.Result.State == CheckState.Warning && report.Result.Parts.Count == 0);
        return failed + warnings == 0 ? "All is well." : $"Failed: {failed}, warnings: {warnings}.";
    }

    private static IEnumerable<CheckReport> Flatten(CheckReport report) => report.Result.Parts.SelectMany(Flatten).Prepend(report);

    private static string Title(CheckReport report) => report.Subject is { } subject ? $"{report.Name} ({subject})" : report.Name;

    private static string Word(CheckState state) => state switch
    {
        CheckState.Ok => "ok",
        CheckState.Skipped => "skipped",
        CheckState.Warning => "warning",
        _ => "failed",
    };

    private string Coloured(string text, CheckState state) => isTerminal
        ? $"\u001b[{state switch { CheckState.Ok => 32, CheckState.Skipped => 90, CheckState.Warning => 33, _ => 31 }}m{text}\u001b[0m"
        : text;
}
