namespace ServerlessRetail.Diagnostics;

/// <summary>Looks at one thing that can be wrong with a set-up.</summary>
public interface ICheck
{
    /// <summary>One of <see cref="CheckNames"/>.</summary>
    string Name { get; }

    /// <summary>The setting whose account is looked at, where there may be two; else null.</summary>
    string? Subject { get; }

    /// <summary>Looks, and tells what it found; an exception is a defect of the check.</summary>
    Task<CheckResult> RunAsync(CancellationToken cancellationToken);
}
