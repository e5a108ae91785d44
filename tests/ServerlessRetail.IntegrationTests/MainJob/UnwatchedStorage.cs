namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>One <see cref="IsolatedStorage"/> for the tests of a class, which keep apart by the names of their models.</summary>
public sealed class UnwatchedStorage(AzuriteFixture azurite) : IAsyncLifetime
{
    internal IsolatedStorage Storage { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Storage = await IsolatedStorage.StartAsync(azurite);

    public ValueTask DisposeAsync() => Storage.DisposeAsync();
}
