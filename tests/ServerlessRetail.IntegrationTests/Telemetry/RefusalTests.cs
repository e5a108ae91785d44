using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using ServerlessRetail.IntegrationTests.Bulk;
using ServerlessRetail.Scoring;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.IntegrationTests.Telemetry;

public sealed class RefusalTests(ScoringStorage storage) : IClassFixture<ScoringStorage>
{
    private const string EventName = "microsoft.custom_event.name";
    private const string Broken = "0123456789ab";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_champion_that_cannot_be_loaded_is_told_once_as_an_event()
    {
        var logger = new EventLogger();
        var cache = new ModelCache(storage.Storage.Registry, TimeProvider.System, logger);
        var good = (await cache.GetAsync(storage.Model, Token))!;
        await BreakAsync();

        await cache.RefreshAllAsync(Token);
        await cache.RefreshAllAsync(Token);

        var told = Assert.Single(logger.Events);
        Assert.Equal(
            [CustomEventNames.ChampionRefused, storage.Model, Broken, good.Version],
            ((string[])[EventName, TelemetryAttributes.Model, TelemetryAttributes.Version, TelemetryAttributes.ServingVersion]).Select(name => told[name]));
    }

    /// <summary>Names a version as the champion whose file is none.</summary>
    private async Task BreakAsync()
    {
        var models = storage.Storage.Data.Models;
        await models.GetBlobClient($"{storage.Model}/versions/{Broken}/model.srm").UploadAsync(BinaryData.FromString("no model"), Token);
        var pointer = models.GetBlobClient($"{storage.Model}/champion.json");
        var champion = JsonNode.Parse((await pointer.DownloadContentAsync(Token)).Value.Content.ToString())!;
        champion["version"] = Broken;
        await pointer.UploadAsync(BinaryData.FromString(champion.ToJsonString()), overwrite: true, Token);
    }

    private sealed class EventLogger : ILogger<ModelCache>
    {
        public List<Dictionary<string, object?>> Events { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is IReadOnlyList<KeyValuePair<string, object?>> attributes && attributes.Any(attribute => attribute.Key == EventName))
                Events.Add(attributes.ToDictionary());
        }
    }
}
