namespace ServerlessRetail.IntegrationTests;

/// <summary>Text output that tells when an expected text has been written.</summary>
internal sealed class SignallingWriter(string expected) : StringWriter
{
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Written => _written.Task;

    public override void Write(string? value)
    {
        base.Write(value);
        if (ToString().Contains(expected, StringComparison.Ordinal))
            _written.TrySetResult();
    }

    public override void WriteLine(string? value) => Write(value + NewLine);
}
