namespace ServerlessRetail.Diagnostics;

/// <summary>Whether a connection setting names an account in full.</summary>
internal sealed class ConnectionCheck(string setting, StorageSetting read) : ICheck
{
    public string Name => CheckNames.Connection;

    public string? Subject => setting;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Task.FromResult(read.Verdict);
}
