using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessRetail.Datasets;
using ServerlessRetail.IntegrationTests.MainJob;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.IntegrationTests.Scoring;

/// <summary>The cache on real storage, mostly with a budget that one model exceeds.</summary>
public sealed class ModelCacheTests(UnwatchedStorage unwatched) : IClassFixture<UnwatchedStorage>
{
    private const string BadVersion = "bad000000000";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IsolatedStorage Storage => unwatched.Storage;

    [Fact]
    public async Task A_model_that_gave_way_is_loaded_again_on_demand_and_whoever_has_it_keeps_it()
    {
        var (first, second) = (await TrainAsync(shift: 1), await TrainAsync(shift: 2));
        var cache = NewCache(budget: 1);

        var held = await cache.GetAsync(first.Model, Token);
        await cache.GetAsync(second.Model, Token);
        var afterSecond = cache.Contents.Select(entry => entry.Model).ToArray();
        var again = await cache.GetAsync(first.Model, Token);

        Assert.Equal([second.Model], afterSecond);
        Assert.Equal([first.Model], cache.Contents.Select(entry => entry.Model));
        Assert.Equal(first.Version, again!.Version);
        Assert.NotSame(held, again);
        Assert.Equal(first.Version, held!.Version);
        Assert.NotEmpty(held.Fitted.Predictors);
    }

    [Fact]
    public async Task Models_that_fit_stay_and_champions_and_named_versions_share_one_budget()
    {
        var (first, second) = (await TrainAsync(shift: 3), await TrainAsync(shift: 4));
        var (roomy, narrow) = (NewCache(budget: 1 << 30), NewCache(budget: 1));

        foreach (var cache in (ModelCache[])[roomy, narrow])
        {
            await cache.GetAsync(first.Model, Token);
            await cache.GetVersionAsync(second.Model, second.Version, Token);
        }

        Assert.Single(roomy.Contents);
        Assert.Empty(narrow.Contents);
        Assert.Same(await roomy.GetVersionAsync(second.Model, second.Version, Token), await roomy.GetAsync(second.Model, Token));
    }

    [Fact]
    public async Task The_last_good_version_serves_in_place_of_a_corrupt_champion_even_after_it_gave_way()
    {
        var (model, other) = (await TrainAsync(shift: 5), await TrainAsync(shift: 6));
        var cache = NewCache(budget: 1);
        await cache.GetAsync(model.Model, Token);
        await PointAsync(model.Model, BadVersion);
        await WriteFileAsync(model.Model, BadVersion, "no model");

        var refresh = await cache.RefreshAsync(model.Model, Token);
        await cache.GetAsync(other.Model, Token);
        await cache.RefreshAllAsync(Token);
        var entry = cache.Contents.Single(entry => entry.Model == model.Model);
        var served = await cache.GetAsync(model.Model, Token);

        Assert.Equal((model.Version, false), (refresh.Served!.Version, refresh.IsNew));
        Assert.NotNull(refresh.Error);
        Assert.Equal(model.Version, entry.Version);
        Assert.NotNull(entry.Error);
        Assert.Equal(model.Version, served!.Version);
    }

    [Fact]
    public async Task A_file_that_is_mended_in_its_place_is_taken_in_by_a_refresh()
    {
        var model = await TrainAsync(shift: 7);
        var file = await ReadFileAsync(model.Model, model.Version);
        await WriteFileAsync(model.Model, model.Version, "no model");
        var cache = NewCache(budget: 1);
        await Assert.ThrowsAsync<InvalidDataException>(() => cache.GetAsync(model.Model, Token).AsTask());

        await WriteFileAsync(model.Model, model.Version, file);
        await Assert.ThrowsAsync<InvalidDataException>(() => cache.GetAsync(model.Model, Token).AsTask());
        var refresh = await cache.RefreshAsync(model.Model, Token);

        Assert.Equal((model.Version, true, null), (refresh.Served!.Version, refresh.IsNew, refresh.Error));
        Assert.Equal(model.Version, (await cache.GetAsync(model.Model, Token))!.Version);
        Assert.Null(Assert.Single(cache.Contents).Error);
    }

    [Fact]
    public async Task Many_requests_under_a_small_budget_and_moving_pointers_each_get_what_they_asked_for()
    {
        var (first, second) = (await TrainAsync(shift: 8), await TrainAsync(shift: 9));
        var file = await ReadFileAsync(second.Model, second.Version);
        await WriteFileAsync(first.Model, second.Version, file);
        var cache = NewCache(budget: 1);

        var requests = Enumerable.Range(0, 6).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                var champion = await cache.GetAsync(first.Model, Token);
                Assert.Contains(champion!.Version, (string[])[first.Version, second.Version]);
                Assert.Equal((second.Model, second.Version), NameOf(await cache.GetAsync(second.Model, Token)));
                Assert.Equal((first.Model, first.Version), NameOf(await cache.GetVersionAsync(first.Model, first.Version, Token)));
                if (worker == 0)
                    await PointAsync(first.Model, i % 2 == 0 ? second.Version : first.Version);
                if (worker == 1)
                    await cache.RefreshAllAsync(Token);
            }
        }, Token));
        await Task.WhenAll(requests);
        await PointAsync(first.Model, second.Version);

        Assert.Equal(second.Version, (await cache.RefreshAsync(first.Model, Token)).Served!.Version);
        Assert.InRange(cache.Contents.Count, 0, 1);

        static (string, string) NameOf(ServedModel? served) => (served!.Model, served.Version);
    }

    [Fact]
    public async Task A_model_whose_pointer_is_gone_has_no_champion_after_a_refresh()
    {
        var model = await TrainAsync(shift: 10);
        var cache = NewCache(budget: 1);
        await cache.GetAsync(model.Model, Token);

        await Storage.Data.Models.GetBlobClient($"{model.Model}/champion.json").DeleteAsync(cancellationToken: Token);
        var refresh = await cache.RefreshAsync(model.Model, Token);

        Assert.Null(refresh.Served);
        Assert.Null(await cache.GetAsync(model.Model, Token));
        Assert.Empty(cache.Contents);
    }

    private ModelCache NewCache(long budget) => new(Storage.Registry, TimeProvider.System, NullLogger<ModelCache>.Instance, budget);

    private async Task<(string Model, string Version)> TrainAsync(int shift)
    {
        var model = RunningHost.NewModel();
        await Storage.Data.Datasets.GetBlobClient($"{model}/{DatasetName.SettingsFile}").UploadAsync(BinaryData.FromString(Samples.QuickSettings), Token);
        var run = await Storage.TrainAsync($"{model}/customers.csv", Encoding.UTF8.GetBytes(Samples.Churn(shift: 30 + shift)));
        return (model, run.Version!);
    }

    private async Task PointAsync(string model, string version)
    {
        var pointer = Storage.Data.Models.GetBlobClient($"{model}/champion.json");
        var champion = JsonNode.Parse((await pointer.DownloadContentAsync(Token)).Value.Content.ToString())!;
        champion["version"] = version;
        await pointer.UploadAsync(BinaryData.FromString(champion.ToJsonString()), overwrite: true, Token);
    }

    private async Task<string> ReadFileAsync(string model, string version) =>
        Convert.ToBase64String((await FileOf(model, version).DownloadContentAsync(Token)).Value.Content);

    /// <param name="content">Base 64, or a text that is none.</param>
    private async Task WriteFileAsync(string model, string version, string content) => await FileOf(model, version).UploadAsync(
        content == "no model" ? BinaryData.FromString(content) : BinaryData.FromBytes(Convert.FromBase64String(content)), overwrite: true, Token);

    private Azure.Storage.Blobs.BlobClient FileOf(string model, string version) =>
        Storage.Data.Models.GetBlobClient($"{model}/versions/{version}/model.srm");
}
