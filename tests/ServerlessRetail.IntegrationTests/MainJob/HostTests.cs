namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>Tests that use the one running host of the assembly, which is started for the first of them.</summary>
public abstract class HostTests(AzuriteFixture azurite) : IAsyncLifetime
{
    /// <summary>A small churn model that tests only read.</summary>
    protected string TrainedModel { get; private set; } = "";

    protected RunningHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => (Host, TrainedModel) = await azurite.HostAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
