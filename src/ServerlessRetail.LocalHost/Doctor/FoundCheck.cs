using ServerlessRetail.Diagnostics;

namespace ServerlessRetail.LocalHost.Doctor;

/// <summary>A check whose work is a function.</summary>
internal sealed class FoundCheck(string name, string? subject, Func<CancellationToken, Task<CheckResult>> look) : ICheck
{
    public FoundCheck(string name, string? subject, CheckResult result)
        : this(name, subject, _ => Task.FromResult(result))
    {
    }

    public string Name => name;

    public string? Subject => subject;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => look(cancellationToken);
}
