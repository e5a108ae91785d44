using System.Text;
using ServerlessRetail.Training;

namespace ServerlessRetail.IntegrationTests.Bulk;

/// <summary>Large files: what becomes of their parts when they are delivered twice, late, out of order or to several workers.</summary>
public sealed class PartsTests(ScoringStorage storage) : IClassFixture<ScoringStorage>
{
    private const int PartBytes = 100_000;

    private static readonly byte[] Customers = ScoringStorage.Customers(rows: 15_000);

    private readonly string _name = $"{storage.Model}/{AzuriteFixture.UniqueName("f")}.csv";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_parts_in_any_order_by_many_workers_give_the_bytes_of_one_part()
    {
        var whole = await storage.ScoreAsync($"{storage.Model}/whole.csv", Customers, partBytes: Customers.Length);
        var run = await BeginAsync();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            var worker = storage.NewWorker(PartBytes);
            while (await storage.TakePartAsync(worker))
            {
            }
        }));

        var ended = await storage.ReadAsync(run);
        Assert.Equal(1, whole.Scores!.Parts);
        Assert.InRange(ended.Scores!.Parts, 4, 100);
        Assert.Equal(whole.Scores with { Blob = _name, Parts = ended.Scores.Parts }, ended.Scores);
        Assert.Equal((15_000, 155), (ended.Scores.Scored + ended.Scores.Failed, ended.Scores.Failed));
        Assert.Equal(await storage.ReadScoresAsync($"{storage.Model}/whole.csv"), await storage.ReadScoresAsync(_name));
    }

    [Fact]
    public async Task Nothing_can_be_seen_before_the_last_part_is_done_and_the_record_tells_how_many_are()
    {
        var run = await BeginAsync();

        await storage.TakePartAsync(storage.NewWorker());

        Assert.False(await storage.Storage.Data.Scores.GetBlobClient(_name).ExistsAsync(Token));
        var record = await storage.ReadAsync(run);
        Assert.Equal((RunState.Running, 1, record.Scores!.Parts), (record.State, record.Progress!.Done, record.Progress.Planned));
        await DrainAsync();
        Assert.Equal(RunState.Scored, (await storage.ReadAsync(run)).State);
    }

    [Fact]
    public async Task Events_and_parts_that_are_delivered_again_do_nothing_again()
    {
        var run = await BeginAsync();
        await BeginAgainAsync();
        while (await storage.TakePartAsync(storage.NewWorker(), ends: false) && (await storage.ReadAsync(run)).State == RunState.Running)
            await storage.TakePartAsync(storage.NewWorker());
        var before = await storage.ReadAsync(run);
        var etag = await ETagAsync();

        var again = await BeginAgainAsync();
        await DrainAsync();

        Assert.Equal(RunState.Scored, before.State);
        Assert.Equivalent(before, again, strict: true);
        Assert.Equal(etag, await ETagAsync());
        Assert.Equal(15_000, before.Scores!.Scored + before.Scores.Failed);
    }

    [Fact]
    public async Task All_parts_are_scored_by_the_champion_that_the_run_began_with()
    {
        var model = MainJob.RunningHost.NewModel();
        await storage.TrainAsync(model);
        var blob = await storage.UploadAsync($"{model}/a.csv", Customers);
        var run = await storage.NewWorker(PartBytes).ScoreAsync(blob, blob.Name, Token);
        await storage.TakePartAsync(storage.NewWorker());

        await storage.TrainAsync(model, """{ "trainers": [{ "name": "logisticRegression", "l2": 0.1 }] }""");
        await DrainAsync();

        var champion = await storage.Storage.Registry.ReadChampionAsync(model, Token);
        var scores = Encoding.UTF8.GetString(await storage.ReadScoresAsync(blob.Name));
        Assert.NotEqual(run!.Version, champion!.Value.Version);
        Assert.Equal((RunState.Scored, run.Version), ((await storage.ReadAsync(run)).State, (await storage.ReadAsync(run)).Version));
        Assert.DoesNotContain(champion.Value.Version, scores, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_whose_blocks_have_vanished_are_done_again()
    {
        var whole = await storage.ScoreAsync($"{storage.Model}/whole2.csv", Customers, partBytes: Customers.Length);
        var run = await BeginAsync();
        for (var part = 0; part < 3; part++)
            await storage.TakePartAsync(storage.NewWorker());

        // Whoever writes a blob whole throws away the blocks that were staged for it.
        await storage.Storage.Data.Scores.GetBlobClient(_name).UploadAsync(BinaryData.FromString("mine"), overwrite: true, Token);
        await DrainAsync();

        Assert.Equal(RunState.Scored, (await storage.ReadAsync(run)).State);
        Assert.Equal(await storage.ReadScoresAsync(whole.Scores!.Blob), await storage.ReadScoresAsync(_name));
    }

    [Fact]
    public async Task A_part_that_takes_its_worker_down_again_and_again_ends_the_run()
    {
        var run = await BeginAsync();

        await storage.TakePartAsync(storage.NewWorker(), delivery: 6);

        var ended = await storage.ReadAsync(run);
        Assert.Equal((RunState.Failed, RunReasons.Interrupted), (ended.State, ended.Reason));
        Assert.Contains("Upload the file again", ended.Detail, StringComparison.Ordinal);
        await DrainAsync();
        Assert.False(await storage.Storage.Data.Scores.GetBlobClient(_name).ExistsAsync(Token));
    }

    [Fact]
    public async Task A_file_that_is_replaced_half_way_gives_way_to_the_new_one()
    {
        var run = await BeginAsync();
        await storage.TakePartAsync(storage.NewWorker());

        var newer = await storage.ScoreAsync(_name, "tenure,tier,visits\n3,gold,2\n");

        Assert.Equal((RunState.Superseded, RunReasons.DatasetReplaced), ((await storage.ReadAsync(run)).State, (await storage.ReadAsync(run)).Reason));
        Assert.Equal(RunState.Scored, newer.State);
        Assert.Equal(2, (await storage.ReadTableAsync(_name)).Length);
    }

    [Fact]
    public async Task A_file_whose_parts_never_got_into_the_queue_is_taken_up_by_the_next_delivery()
    {
        var run = await BeginAsync();
        await storage.LoseMessagesAsync();

        await BeginAgainAsync();
        await DrainAsync();

        Assert.Equal(RunState.Scored, (await storage.ReadAsync(run)).State);
    }

    private async Task<RunRecord> BeginAsync() => (await storage.NewWorker(PartBytes).ScoreAsync(await storage.UploadAsync(_name, Customers), _name, Token))!;

    private async Task<RunRecord> BeginAgainAsync() =>
        (await storage.NewWorker(PartBytes).ScoreAsync(storage.Storage.Data.Scoring.GetBlobClient(_name), _name, Token))!;

    private async Task<Azure.ETag> ETagAsync() => (await storage.Storage.Data.Scores.GetBlobClient(_name).GetPropertiesAsync(cancellationToken: Token)).Value.ETag;

    private async Task DrainAsync()
    {
        while (await storage.TakePartAsync(storage.NewWorker()))
        {
        }
    }
}
