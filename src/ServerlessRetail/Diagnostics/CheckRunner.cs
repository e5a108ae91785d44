namespace ServerlessRetail.Diagnostics;

/// <summary>A check that has ended.</summary>
/// <param name="Subject">The setting whose account was looked at, where there may be two.</param>
public sealed record CheckReport(string Name, string? Subject, CheckResult Result, TimeSpan Duration);

/// <summary>Runs checks side by side. Each has its time; one that hangs or breaks stops no other.</summary>
/// <param name="limit">How long one check may take.</param>
/// <param name="time">Measures it.</param>
public sealed class CheckRunner(TimeSpan limit, TimeProvider time)
{
    /// <returns>The reports to come, in the order of the checks.</returns>
    public IReadOnlyList<Task<CheckReport>> Start(IEnumerable<ICheck> checks, CancellationToken cancellationToken) =>
        [.. checks.Select(check => RunAsync(check, cancellationToken))];

    public async Task<IReadOnlyList<CheckReport>> RunAllAsync(IEnumerable<ICheck> checks, CancellationToken cancellationToken) =>
        await Task.WhenAll(Start(checks, cancellationToken));

    private async Task<CheckReport> RunAsync(ICheck check, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var result = await JudgeAsync(check, cancellationToken);
        return new CheckReport(check.Name, check.Subject, result, time.GetElapsedTime(start));
    }

    private async Task<CheckResult> JudgeAsync(ICheck check, CancellationToken cancellationToken)
    {
        using var ended = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, cancellationToken);
        try
        {
            // A check may block before its first await, or take no notice of the token.
            return await Task.Run(() => check.RunAsync(either.Token), either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckResult.Failed(
                CheckCodes.Timeout, $"There was no answer within {limit.TotalSeconds:0} seconds.",
                "Look whether a firewall or a proxy drops the connection, and run it again.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The message may hold what was asked, and with it a secret.
            return CheckResult.Failed(
                CheckCodes.Defect, $"The check itself broke ({exception.GetType().Name}).",
                "Please report it with the output of doctor --json.");
        }
    }
}
