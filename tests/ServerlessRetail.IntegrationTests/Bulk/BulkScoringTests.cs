using System.IO.Compression;
using System.Text;
using ServerlessRetail.Datasets;
using ServerlessRetail.IntegrationTests.MainJob;
using ServerlessRetail.Training;

namespace ServerlessRetail.IntegrationTests.Bulk;

/// <summary>What comes out for a file in scoring/, whatever it is like.</summary>
public sealed class BulkScoringTests(ScoringStorage storage) : IClassFixture<ScoringStorage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_keeps_its_columns_and_gets_those_of_the_score()
    {
        var name = $"{storage.Model}/2026/new customers.csv";

        var run = await storage.ScoreAsync(name, "customer_id,tenure,tier,visits,comment\nC1,3,gold,2,hello\nC2,60,basic,20,\n");

        var table = await storage.ReadTableAsync(name);
        Assert.Equal("\uFEFFcustomer_id,tenure,tier,visits,comment,version,probability,decision,reason1,reason2,reason3,error".Split(','), table[0]);
        Assert.Equal(["C1", "3", "gold", "2", "hello", run.Version!], table[1][..6]);
        Assert.All(table[1..], row => Assert.InRange(double.Parse(row[6], System.Globalization.CultureInfo.InvariantCulture), 0, 1));
        Assert.All(table[1..], row => Assert.Contains(row[7], (string[])["yes", "no"]));
        Assert.StartsWith("tenure ", table[1][8], StringComparison.Ordinal);
        Assert.Equal((RunKind.Scoring, RunState.Scored, RunReasons.AllRowsScored), (run.Kind, run.State, run.Reason));
        Assert.Equal(new ScoredFile(name, Parts: 1, Rows: 2, Scored: 2), run.Scores);
        Assert.Equal(["read", "score"], run.Steps.Select(step => step.Name));
    }

    [Fact]
    public async Task The_scores_are_those_of_the_champion_over_the_same_customers()
    {
        var name = $"{storage.Model}/same.csv";
        await storage.ScoreAsync(name, "tenure,tier,visits\n3,gold,2\n");
        await using var host = new RunningHost(storage.Storage.ConnectionString);
        await host.StartAsync();

        var (_, json) = await host.ScoreAsync(storage.Model, """{ "tenure": 3, "tier": "gold", "visits": 2 }""");

        var row = (await storage.ReadTableAsync(name))[1];
        Assert.Equal(json!["probability"]!.GetValue<double>(), double.Parse(row[4], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(RunningHost.Text(json["version"]), row[3]);
    }

    [Fact]
    public async Task Rows_that_cannot_be_scored_keep_their_places_and_say_why()
    {
        var name = $"{storage.Model}/errors.csv";

        var run = await storage.ScoreAsync(name, "customer_id,tenure,tier,visits\nC1,many,gold,2\nC2,3\nC3,4,gold,1\n");

        var table = await storage.ReadTableAsync(name);
        Assert.Equal(4, table.Length);
        Assert.Contains("invalidCustomer: tenure", string.Join(',', table[1]), StringComparison.Ordinal);
        Assert.Contains("brokenRow: The row on line 3", string.Join(',', table[2]), StringComparison.Ordinal);
        Assert.Equal(("C3", ""), (table[3][0], table[3][^1]));
        Assert.Equal((RunState.Scored, RunReasons.SomeRowsFailed), (run.State, run.Reason));
        Assert.Equal(new ScoredFile(name, Parts: 1, Rows: 3, Scored: 1, Failed: 2), run.Scores);
    }

    [Fact]
    public async Task No_cell_of_the_file_runs_as_a_formula()
    {
        var name = $"{storage.Model}/formulas.csv";

        await storage.ScoreAsync(name, "customer_id,tenure,tier,visits\n=1+1,3,gold,2\n+A1,3,gold,2\n-A1,3,gold,2\n@A1,3,gold,-2\n");

        var table = await storage.ReadTableAsync(name);
        Assert.Equal(["'=1+1", "'+A1", "'-A1", "'@A1"], table[1..].Select(row => row[0]));
        Assert.Equal("-2", table[4][3]);
    }

    [Fact]
    public async Task The_delimiter_of_the_file_stays()
    {
        var name = $"{storage.Model}/semicolons.CSV";

        await storage.ScoreAsync(name, "tenure;tier;visits\n3;gold;2\n4;gold;2\n");

        Assert.StartsWith("3;gold;2;", Encoding.UTF8.GetString(await storage.ReadScoresAsync(name)).Split("\r\n")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_JSON_become_a_CSV_also_with_keys_that_come_up_late()
    {
        var name = $"{storage.Model}/customers.ndjson";

        var run = await storage.ScoreAsync(name, """
            { "tenure": 3, "tier": "gold", "visits": 2 }
            { "tenure": 3, "tier": "gold", "visits": 2, "customer_id": "=C2" }
            { "tenure": [], "tier": "gold", "visits": 2 }
            """);

        var table = await storage.ReadTableAsync($"{name}.csv");
        Assert.Equal(["\uFEFFtenure", "tier", "visits", "customer_id"], table[0][..4]);
        Assert.Equal(["3", "gold", "2", "", run.Version!], table[1][..5]);
        Assert.Equal(["3", "gold", "2", "'=C2", run.Version!], table[2][..5]);
        Assert.Equal(table[1][5..], table[2][5..]);
        Assert.Contains("nestedValue", table[3][^1], StringComparison.Ordinal);
        Assert.Equal(new ScoredFile($"{name}.csv", Parts: 1, Rows: 3, Scored: 2, Failed: 1), run.Scores);
    }

    [Fact]
    public async Task A_compressed_file_has_the_scores_of_the_same_file_uncompressed()
    {
        var customers = ScoringStorage.Customers(rows: 3000);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(customers);
        await storage.ScoreAsync($"{storage.Model}/plain.csv", customers);

        var run = await storage.ScoreAsync($"{storage.Model}/packed.csv.gz", packed.ToArray(), partBytes: 1);

        Assert.Equal(1, run.Scores!.Parts);
        Assert.Equal(await storage.ReadScoresAsync($"{storage.Model}/plain.csv"), await storage.ReadScoresAsync($"{storage.Model}/packed.csv.gz.csv"));
    }

    [Fact]
    public async Task A_file_in_another_encoding_is_one_part()
    {
        var csv = $"customer_id,tenure,tier,visits\n{string.Concat(Enumerable.Repeat("C1,3,gold,2\n", 40_000))}Zoé,3,gold,2\n";

        var run = await storage.ScoreAsync($"{storage.Model}/latin.csv", Encoding.Latin1.GetBytes(csv), partBytes: 1);

        Assert.Equal(new ScoredFile($"{storage.Model}/latin.csv", Parts: 1, Rows: 40_001, Scored: 40_001), run.Scores);
        Assert.Equal("Zoé", (await storage.ReadTableAsync($"{storage.Model}/latin.csv"))[^1][0]);
    }

    [Theory]
    [InlineData("", RejectionReasons.EmptyFile)]
    [InlineData("tenure,tier,visits\n", RejectionReasons.NoRows)]
    [InlineData("tenure,tier,visits\n1\n2\n", RejectionReasons.TooManyBadRows)]
    [InlineData("customer_id,tenure\nC1,3\n", RunReasons.MissingColumns)]
    public async Task A_file_that_cannot_be_scored_is_rejected_and_leaves_no_scores(string content, string reason)
    {
        var name = $"{storage.Model}/{reason}.csv";

        var run = await storage.ScoreAsync(name, content);

        Assert.Equal((RunState.Rejected, reason), (run.State, run.Reason));
        Assert.False(await storage.Storage.Data.Scores.GetBlobClient(name).ExistsAsync(Token));
        Assert.True(await storage.Storage.Data.Scoring.GetBlobClient(name).ExistsAsync(Token));
    }

    [Fact]
    public async Task Columns_that_are_missing_are_named()
    {
        var run = await storage.ScoreAsync($"{storage.Model}/columns.csv", "customer_id,tenure\nC1,3\n");

        Assert.Contains("lacks 2 of the model's columns: tier, visits.", run.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_no_models_folder_is_refused()
    {
        var run = await storage.NewWorker().ScoreAsync(await storage.UploadAsync("stray.csv", [1]), "stray.csv", Token);

        Assert.Equal((RunStore.Unplaced, RunState.Rejected, RunReasons.InvalidName), (run!.Model, run.State, run.Reason));
        Assert.Contains("scoring/<model>/<file>", run.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_comes_before_the_model_is_scored_once_there_is_one()
    {
        var model = RunningHost.NewModel();
        var blob = await storage.UploadAsync($"{model}/early.csv", "tenure,tier,visits\n3,gold,2\n"u8.ToArray());

        var early = await storage.NewWorker().ScoreAsync(blob, blob.Name, Token);
        await storage.TrainAsync(model);
        var late = await storage.NewWorker().ScoreAsync(blob, blob.Name, Token);

        Assert.Equal((RunState.Rejected, RunReasons.NoChampion), (early!.State, early.Reason));
        Assert.Contains("upload the file again", early.Detail, StringComparison.Ordinal);
        Assert.Equal((RunState.Scored, early.Id), (late!.State, late.Id));
    }

    [Fact]
    public async Task A_file_that_is_gone_leaves_nothing()
    {
        var blob = storage.Storage.Data.Scoring.GetBlobClient($"{storage.Model}/never.csv");

        Assert.Null(await storage.NewWorker().ScoreAsync(blob, blob.Name, Token));
    }
}
