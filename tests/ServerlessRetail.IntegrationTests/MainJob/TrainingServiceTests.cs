using Azure.Storage.Blobs;
using ServerlessRetail.Datasets;
using ServerlessRetail.Training;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>What happens when events come twice, late, out of order or to several workers. No host watches this Azurite account's names here: the tests deliver.</summary>
public sealed class TrainingServiceTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string _model = RunningHost.NewModel();
    private IsolatedStorage _storage = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _storage = await IsolatedStorage.StartAsync(azurite);
        await UploadAsync(DatasetName.SettingsFile, Samples.QuickSettings);
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task An_event_that_is_delivered_again_does_nothing_again()
    {
        var blob = await UploadAsync("a.csv", Samples.Churn());

        var first = await NewWorker().TrainAsync(blob, blob.Name, Token);
        var second = await NewWorker().TrainAsync(blob, blob.Name, Token);

        Assert.Equal(RunState.Promoted, first!.State);
        Assert.Equivalent(first, second, strict: true);
        Assert.Single(await VersionsAsync());
        Assert.Single(await _storage.Runs.ListAsync(_model, 10, Token));
    }

    [Fact]
    public async Task Of_many_workers_with_the_same_event_one_trains()
    {
        var blob = await UploadAsync("a.csv", Samples.Churn());
        var observer = new CountingObserver();

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => NewWorker(observer).TrainAsync(blob, blob.Name, Token))));

        Assert.Single(runs.Select(run => run!.Id).Distinct());
        Assert.All(runs, run => Assert.Equal(RunState.Promoted, run!.State));
        Assert.Equal(1, observer.Started);
        Assert.Single(await VersionsAsync());
    }

    [Fact]
    public async Task The_same_bytes_under_another_name_are_the_same_version()
    {
        var first = await UploadAsync("a.csv", Samples.Churn());
        await NewWorker().TrainAsync(first, first.Name, Token);
        var again = await UploadAsync("b.csv", Samples.Churn());

        var run = await NewWorker().TrainAsync(again, again.Name, Token);

        Assert.Equal((RunState.Kept, RunReasons.SameVersion), (run!.State, run.Reason));
        Assert.Single(await VersionsAsync());
    }

    [Fact]
    public async Task A_version_depends_on_bytes_and_settings_alone()
    {
        var first = await UploadAsync("a.csv", Samples.Churn());
        var run = await NewWorker().TrainAsync(first, first.Name, Token);
        await using var elsewhere = await IsolatedStorage.StartAsync(azurite);
        await elsewhere.Data.Datasets.GetBlobClient($"{_model}/{DatasetName.SettingsFile}").UploadAsync(BinaryData.FromString(Samples.QuickSettings), Token);
        var copy = elsewhere.Data.Datasets.GetBlobClient($"{_model}/renamed.csv");
        await copy.UploadAsync(BinaryData.FromString(Samples.Churn()), Token);

        var other = await NewWorker(elsewhere).TrainAsync(copy, copy.Name, Token);

        Assert.Equal(run!.Version, other!.Version);
    }

    [Fact]
    public async Task An_older_upload_whose_event_comes_late_does_not_dethrone_a_newer_one()
    {
        var older = await UploadAsync("old.csv", Samples.Churn(shift: 1));
        await PassASecondAsync(older);
        var newer = await UploadAsync("new.csv", Samples.Churn(shift: 2));
        var champion = await NewWorker().TrainAsync(newer, newer.Name, Token);

        var late = await NewWorker().TrainAsync(older, older.Name, Token);

        Assert.Equal((RunState.Superseded, RunReasons.NewerDataset), (late!.State, late.Reason));
        Assert.Equal(champion!.Version, (await _storage.Registry.ReadChampionAsync(_model, Token))!.Value.Version);
    }

    [Fact]
    public async Task A_clearly_worse_model_is_kept_back()
    {
        var blob = await UploadAsync("a.csv", Samples.Churn(rows: 2000));
        var champion = await NewWorker().TrainAsync(blob, blob.Name, Token);
        await UploadAsync("model.json", """{ "exclude": ["tenure"], "trainers": [{ "name": "logisticRegression", "l2": 1 }] }""");

        var run = await NewWorker().TrainAsync(blob, blob.Name, Token);

        Assert.Equal((RunState.Kept, RunReasons.WorseThanChampion), (run!.State, run.Reason));
        Assert.Equal(champion!.Version, (await _storage.Registry.ReadChampionAsync(_model, Token))!.Value.Version);
    }

    [Fact]
    public async Task A_file_that_seems_to_have_another_label_is_kept_back_until_the_label_is_named()
    {
        var first = await UploadAsync("a.csv", Samples.Churn());
        await NewWorker().TrainAsync(first, first.Name, Token);
        await PassASecondAsync(first);
        var renamed = await UploadAsync("b.csv", Samples.Churn(shift: 4, label: "left"));

        var unnamed = await NewWorker().TrainAsync(renamed, renamed.Name, Token);
        await UploadAsync("model.json", """{ "label": "left", "trainers": [{ "name": "logisticRegression", "l2": 1 }] }""");
        var named = await NewWorker().TrainAsync(renamed, renamed.Name, Token);

        Assert.Equal((RunState.Kept, RunReasons.LabelChanged), (unnamed!.State, unnamed.Reason));
        Assert.Equal((RunState.Promoted, RunReasons.LabelSetAnew), (named!.State, named.Reason));
    }

    [Fact]
    public async Task Settings_that_change_later_train_the_newest_file_again_and_no_older_one()
    {
        var older = await UploadAsync("older.csv", "");
        await NewWorker().TrainAsync(older, older.Name, Token);
        await PassASecondAsync(older);
        var newest = await UploadAsync("newest.csv", Samples.Churn());
        await NewWorker().TrainAsync(newest, newest.Name, Token);
        await UploadAsync("model.json", """{ "seed": 2, "trainers": [{ "name": "logisticRegression", "l2": 1 }] }""");

        var again = await NewWorker().TrainAsync(newest, newest.Name, Token);
        await NewWorker().TrainAsync(older, older.Name, Token);

        Assert.Contains("fit", again!.Steps.Select(step => step.Name));
        Assert.Equal(
            [newest.Name, newest.Name, older.Name],
            (await _storage.Runs.ListAsync(_model, 10, Token)).Select(run => run.Dataset.Blob).Order());
    }

    [Fact]
    public async Task An_upload_that_is_gone_leaves_nothing()
    {
        var blob = _storage.Data.Datasets.GetBlobClient($"{_model}/never.csv");

        Assert.Null(await NewWorker().TrainAsync(blob, blob.Name, Token));
    }

    [Fact]
    public async Task Missing_containers_are_made()
    {
        await _storage.Data.Runs.DeleteIfExistsAsync(cancellationToken: Token);
        await _storage.Data.Models.DeleteIfExistsAsync(cancellationToken: Token);
        var blob = await UploadAsync("a.csv", Samples.Churn());

        var run = await NewWorker().TrainAsync(blob, blob.Name, Token);

        Assert.Equal(RunState.Promoted, run!.State);
    }

    [Fact]
    public async Task The_comparison_tells_how_far_it_is_and_the_record_why_the_model_was_chosen()
    {
        await UploadAsync(DatasetName.SettingsFile, """{ "trainers": [{ "name": "logisticRegression", "l2": [0.1, 1, 10] }] }""");
        var blob = await UploadAsync("a.csv", Samples.Churn());
        var observer = new CountingObserver();

        var run = await NewWorker(observer).TrainAsync(blob, blob.Name, Token);

        Assert.Equal(Enumerable.Range(1, observer.Progress.Count), observer.Progress.Select(progress => progress.Done));
        Assert.InRange(observer.Progress.Count, 3 * 3, 3 * 15);
        Assert.All(observer.Progress, progress => Assert.True(progress.Step == "fit" && progress.Done <= progress.Planned));
        Assert.Matches("^logisticRegression, fold [0-9]+ of 15: logLoss 0[.][0-9]+$", observer.Progress[^1].Detail);
        Assert.Null(run!.Progress);
        Assert.Contains("lowest out-of-fold logLoss", run.Steps.Single(step => step.Name == "fit").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_champion_is_mended_by_training_on_its_file_again()
    {
        var blob = await UploadAsync("a.csv", Samples.Churn());
        var run = await NewWorker().TrainAsync(blob, blob.Name, Token);
        var file = _storage.Data.Models.GetBlobClient($"{_model}/versions/{run!.Version}/model.srm");
        await file.UploadAsync(BinaryData.FromString("damaged"), overwrite: true, Token);
        await PassASecondAsync(blob);
        var again = await UploadAsync("again.csv", Samples.Churn());

        var mended = await NewWorker().TrainAsync(again, again.Name, Token);

        Assert.Equal((RunState.Promoted, run.Version), (mended!.State, mended.Version));
        Assert.NotNull(await _storage.Registry.LoadAsync(_model, run.Version!, Token));
    }

    private TrainingService NewWorker(params IRunObserver[] observers) => NewWorker(_storage, observers);

    private static TrainingService NewWorker(IsolatedStorage storage, params IRunObserver[] observers) => storage.NewWorker(logger: null, observers);

    private async Task<BlobClient> UploadAsync(string file, string content)
    {
        var blob = _storage.Data.Datasets.GetBlobClient($"{_model}/{file}");
        await blob.UploadAsync(BinaryData.FromString(content), overwrite: true, Token);
        return blob;
    }

    /// <summary>Storage keeps times in whole seconds: waits until a blob written now is later than one written before.</summary>
    private async Task PassASecondAsync(BlobClient before)
    {
        var written = (await before.GetPropertiesAsync(cancellationToken: Token)).Value.LastModified;
        var clock = _storage.Data.Datasets.GetBlobClient("clock/tick");
        await RunningHost.WaitAsync(
            async () => (await clock.UploadAsync(BinaryData.FromString("tick"), overwrite: true, Token)).Value.LastModified > written,
            "the next second");
    }

    private async Task<List<string>> VersionsAsync()
    {
        var versions = new List<string>();
        await foreach (var item in _storage.Data.Models.GetBlobsAsync(new() { Prefix = $"{_model}/versions/" }, Token))
            versions.Add(item.Name.Split('/')[2]);
        return [.. versions.Distinct()];
    }

    private sealed class CountingObserver : IRunObserver
    {
        private int _started;

        public int Started => _started;

        public List<RunProgress> Progress { get; } = [];

        public void OnStarted(RunRecord run) => Interlocked.Increment(ref _started);

        public void OnStep(RunRecord run, RunStep done)
        {
        }

        /// <summary>One after the other.</summary>
        public void OnProgress(RunRecord run, RunProgress progress) => Progress.Add(progress);

        public void OnEnded(RunRecord run)
        {
        }
    }
}
