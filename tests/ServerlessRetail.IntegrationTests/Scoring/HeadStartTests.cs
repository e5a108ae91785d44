using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessRetail.Datasets;
using ServerlessRetail.IntegrationTests.MainJob;
using ServerlessRetail.Scoring;
using ServerlessRetail.Storage;

namespace ServerlessRetail.IntegrationTests.Scoring;

/// <summary>Champions that are read before there is a host.</summary>
public sealed class HeadStartTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Model = "head-start";

    private IsolatedStorage _storage = null!;
    private string _version = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _storage = await IsolatedStorage.StartAsync(azurite);
        await _storage.Data.Datasets.GetBlobClient($"{Model}/{DatasetName.SettingsFile}").UploadAsync(BinaryData.FromString(Samples.QuickSettings), Token);
        var run = await _storage.TrainAsync($"{Model}/customers.csv", Encoding.UTF8.GetBytes(Samples.Churn(shift: 50)));
        _version = run.Version!;
        await _storage.Data.Models.GetBlobClient("_recent.json").UploadAsync(BinaryData.FromString($$"""{ "models": ["{{Model}}", "gone-since"] }"""), Token);
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task The_first_load_takes_what_was_read()
    {
        var headStart = HeadStart.Begin(Settings(_storage.ConnectionString));
        await headStart.Completion;
        await RemoveModelsAsync();

        var served = await NewCache(headStart).GetAsync(Model, Token);
        var second = await NewCache(headStart).GetAsync(Model, Token);

        Assert.Equal(_version, served!.Version);
        Assert.Null(second);
    }

    [Fact]
    public async Task Who_asks_for_news_gets_the_storage_as_it_is_now()
    {
        var headStart = HeadStart.Begin(Settings(_storage.ConnectionString));
        await headStart.Completion;
        await RemoveModelsAsync();

        var refresh = await NewCache(headStart).RefreshAsync(Model, Token);

        Assert.Null(refresh.Served);
    }

    [Fact]
    public async Task A_champion_that_cannot_be_used_is_refused_by_the_load_as_without_a_head_start()
    {
        await _storage.Data.Models.GetBlobClient($"{Model}/versions/{_version}/model.srm").UploadAsync(BinaryData.FromString("no model"), overwrite: true, Token);
        var headStart = HeadStart.Begin(Settings(_storage.ConnectionString));
        await headStart.Completion;

        var load = NewCache(headStart).GetAsync(Model, Token).AsTask();

        await Assert.ThrowsAsync<InvalidDataException>(() => load);
    }

    [Fact]
    public async Task Without_a_storage_the_load_goes_its_own_way()
    {
        var headStart = HeadStart.Begin(Settings(connection: ""));

        var served = await NewCache(headStart).GetAsync(Model, Token);

        Assert.Equal(_version, served!.Version);
        await Assert.ThrowsAsync<InvalidOperationException>(() => headStart.Completion);
    }

    private static IConfiguration Settings(string connection) => new ConfigurationBuilder()
        .AddInMemoryCollection([KeyValuePair.Create<string, string?>(StorageConnection.HostSetting, connection)]).Build();

    private ModelCache NewCache(HeadStart headStart) =>
        new(_storage.Registry, TimeProvider.System, NullLogger<ModelCache>.Instance, budget: null, headStart);

    private async Task RemoveModelsAsync()
    {
        await foreach (var blob in _storage.Data.Models.GetBlobsAsync(cancellationToken: Token))
            await _storage.Data.Models.DeleteBlobAsync(blob.Name, cancellationToken: Token);
    }
}
