using System.Text;
using System.Text.Json.Nodes;
using ServerlessRetail.Datasets;
using ServerlessRetail.Training;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>A file that was read and is of no use has a quality report all the same, as far as it was understood.</summary>
public sealed class UnusedFileQualityTests(UnwatchedStorage unwatched) : IClassFixture<UnwatchedStorage>
{
    private readonly string _model = RunningHost.NewModel();
    private readonly IsolatedStorage _storage = unwatched.Storage;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{}", "yes", 49, RejectionReasons.TooFewRows)]
    [InlineData("{}", "yes", 200, RejectionReasons.OneClass)]
    [InlineData("{}", "", 200, RejectionReasons.NoLabel)]
    [InlineData("{ \"label\": \"nobody\" }", "yes", 200, RejectionReasons.InvalidSettings)]
    [InlineData("{ \"sensitive\": [\"nobody\"] }", "yes,no", 200, RejectionReasons.InvalidSettings)]
    [InlineData("{ \"types\": { \"spend\": \"boolean\" } }", "yes,no", 200, RejectionReasons.InvalidSettings)]
    [InlineData("{ \"exclude\": [\"spend\", \"tier\"] }", "yes,no", 200, RejectionReasons.NoFeatures)]
    public async Task A_file_that_is_rejected_before_its_split_is_described(string settings, string labels, int rows, string reason)
    {
        await UploadSettingsAsync(settings);

        var run = await _storage.TrainAsync($"{_model}/a.csv", Customers(rows, rows == 49 ? ["yes", "no"] : labels.Split(',')));

        Assert.Equal((RunState.Rejected, reason), (run.State, run.Reason));
        var quality = await ReadQualityAsync(run);
        Assert.Equal((rows + 1, rows, 1), ((int)quality!["rows"]!["read"]!, (int)quality["rows"]!["used"]!, (int)quality["rows"]!["quarantined"]!));
        Assert.Equal(["customer_id", "email", "spend", "tier", "churn"], quality["columns"]!.AsArray().Select(column => (string)column!["name"]!));
        Assert.Equal("email", (string)Column(quality, "email")["personalData"]!);
        Assert.Null(Column(quality, "email")["top"]);
        Assert.Equal(3 * (rows - 1), (double)Column(quality, "spend")["numbers"]!["maximum"]!);
        Assert.Equal(3, Column(quality, "tier")["top"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_has_none()
    {
        var run = await _storage.TrainAsync($"{_model}/a.csv", "a,b\n"u8.ToArray());

        Assert.Equal(RejectionReasons.NoRows, run.Reason);
        Assert.Null(await ReadQualityAsync(run));
    }

    private static JsonNode Column(JsonNode quality, string name) => quality["columns"]!.AsArray().Single(column => (string)column!["name"]! == name)!;

    private async Task<JsonNode?> ReadQualityAsync(RunRecord run)
    {
        var blob = _storage.Data.Runs.GetBlobClient($"_quality/{_model}/{run.Id}.json");
        return await blob.ExistsAsync(Token) ? JsonNode.Parse((await blob.DownloadContentAsync(Token)).Value.Content) : null;
    }

    private async Task UploadSettingsAsync(string settings) => await _storage.Data.Datasets
        .GetBlobClient($"{_model}/{DatasetName.SettingsFile}").UploadAsync(BinaryData.FromString(settings), Token);

    /// <summary>And one row that cannot be read.</summary>
    private static byte[] Customers(int rows, string[] labels)
    {
        string[] tiers = ["gold", "silver", "basic"];
        var lines = Enumerable.Range(0, rows).Select(row => $"C{row:0000},c{row}@example.org,{row * 3},{tiers[row % 3]},{labels[row % labels.Length]}\n");
        return Encoding.UTF8.GetBytes("customer_id,email,spend,tier,churn\n" + string.Concat(lines) + "C,1\n");
    }
}
