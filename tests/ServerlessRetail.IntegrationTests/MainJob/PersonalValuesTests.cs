using System.Text;
using Azure.Storage.Blobs;
using ServerlessRetail.Datasets;
using ServerlessRetail.IntegrationTests.Docs;
using ServerlessRetail.Training;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>Whatever becomes of a file with personal values: nothing that is written, logged or measured has one, but the quarantine, which keeps rows as they came.</summary>
public sealed class PersonalValuesTests(UnwatchedStorage unwatched) : IClassFixture<UnwatchedStorage>
{
    private readonly string _model = RunningHost.NewModel();
    private readonly IsolatedStorage _storage = unwatched.Storage;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_and_its_successor_are_trained_without_one()
    {
        using var recording = new Recording();
        await UploadSettingsAsync("""{ "trainers": ["logisticRegression"] }""");

        var first = await _storage.TrainAsync($"{_model}/first.csv", PlantedCustomers.Csv(), recording);
        var second = await _storage.TrainAsync($"{_model}/second.csv", PlantedCustomers.Csv(shift: 1), recording);

        Assert.Equal((RunReasons.FirstChampion, RunReasons.NotWorseThanChampion), (first.Reason, second.Reason));
        Assert.Equal(
            ["email", "phone", "full_name", "address", "card_number", "iban", "date_of_birth", "last_ip", "notes"],
            first.PersonalData.Select(finding => finding.Column));
        Assert.Equal(
            [QuarantineReasons.FieldCount, QuarantineReasons.MissingLabel, QuarantineReasons.NulByte, QuarantineReasons.StrayQuote, QuarantineReasons.UnclosedQuote],
            first.Quarantine!.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("train.fit", recording.Text, StringComparison.Ordinal);
        Assert.Contains("serverlessretail.training.rows", recording.Text, StringComparison.Ordinal);
        await AssertNothingToldAsync(recording);
        await AssertReasonsAloneAsync(first);
    }

    public static TheoryData<string, Func<byte[]>, string, string> UnusableFiles => new()
    {
        { "the first customer stands where the header should", PlantedCustomers.CsvWithoutHeader, "{}", RejectionReasons.UnreadableHeader },
        { "the label is an address", () => PlantedCustomers.CsvWithLabel("contact", PlantedCustomers.Email), "{}", RejectionReasons.TaskNotSupported },
        { "one label is an address", () => PlantedCustomers.CsvWithLabel("churn", row => row == 7 ? PlantedCustomers.Email(row) : "yes"), "{}", RejectionReasons.TooFewPerClass },
        { "one of three labels is an address", () => PlantedCustomers.CsvWithLabel("churn", row => row == 7 ? PlantedCustomers.Email(row) : row % 3 == 0 ? "yes" : "no"), "{}", RejectionReasons.TooFewPerClass },
        { "one of three labels is an address and the task is another", () => PlantedCustomers.CsvWithLabel("churn", row => row == 7 ? PlantedCustomers.Email(row) : row % 3 == 0 ? "yes" : "no"), """{ "task": "binary" }""", RejectionReasons.InvalidSettings },
        { "one label is an address and the positive class is not there", () => PlantedCustomers.CsvWithLabel("churn", row => row == 7 ? PlantedCustomers.Email(row) : "yes"), """{ "positive": "1" }""", RejectionReasons.InvalidSettings },
        { "the label is in another column", () => PlantedCustomers.CsvWithLabel("leak", row => row % 3 == 0 ? "yes" : "no"), """{ "label": "churn" }""", RejectionReasons.InvalidSettings },
        { "nothing but personal columns is left", () => PlantedCustomers.Csv(), """{ "exclude": ["customer_id", "tier", "spend", "visits"] }""", RejectionReasons.NoFeatures },
        { "few rows can be read", () => [.. PlantedCustomers.Csv(), .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(row => $"{PlantedCustomers.Email(row)},1\n")))], "{}", RejectionReasons.TooManyBadRows },
        { "a type does not fit", () => PlantedCustomers.Csv(), """{ "types": { "email": "date" } }""", RejectionReasons.InvalidSettings },
    };

    [Theory]
    [MemberData(nameof(UnusableFiles), DisableDiscoveryEnumeration = true)]
    public async Task A_file_is_refused_without_one(string what, Func<byte[]> content, string settings, string reason)
    {
        using var recording = new Recording();
        await UploadSettingsAsync(settings);

        var run = await _storage.TrainAsync($"{_model}/a.csv", content(), recording);

        Assert.Equal((what, RunState.Rejected, reason), (what, run.State, run.Reason));
        await AssertNothingToldAsync(recording);
    }

    [Fact]
    public async Task A_json_file_is_trained_on_without_one()
    {
        using var recording = new Recording();
        await UploadSettingsAsync(Samples.QuickSettings);

        var run = await _storage.TrainAsync($"{_model}/a.json", PlantedCustomers.Ndjson(), recording);

        Assert.Equal((RunState.Promoted, RunReasons.FirstChampion), (run.State, run.Reason));
        Assert.Equal(3, run.Quarantine![QuarantineReasons.BrokenJson] + run.Quarantine[QuarantineReasons.NestedValue]);
        await AssertNothingToldAsync(recording);
        await AssertReasonsAloneAsync(run);
    }

    private async Task UploadSettingsAsync(string settings) => await _storage.Data.Datasets
        .GetBlobClient($"{_model}/{DatasetName.SettingsFile}").UploadAsync(BinaryData.FromString(settings), Token);

    private async Task AssertNothingToldAsync(Recording recording)
    {
        Assert.Empty(PlantedCustomers.FindIn(recording.Text));
        var scanned = 0;
        foreach (var container in (BlobContainerClient[])[_storage.Data.Runs, _storage.Data.Models])
        {
            await foreach (var item in container.GetBlobsAsync(cancellationToken: Token))
            {
                if (!item.Name.Contains(_model, StringComparison.Ordinal))
                    continue;
                var content = (await container.GetBlobClient(item.Name).DownloadContentAsync(Token)).Value.Content;
                Assert.Equal((item.Name, ""), (item.Name, string.Join(", ", PlantedCustomers.FindIn(Encoding.Latin1.GetString(content)))));
                scanned++;
            }
        }

        Assert.True(scanned > 0);
    }

    /// <summary>The quarantine has the rows, and before each its line and one of the codes.</summary>
    private async Task AssertReasonsAloneAsync(RunRecord run)
    {
        var text = (await _storage.Data.Quarantine.GetBlobClient($"{_model}/{run.Id}.csv").DownloadContentAsync(Token)).Value.Content.ToString();
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.NotEmpty(PlantedCustomers.FindIn(text));
        Assert.Equal(run.Quarantine!.Values.Sum(), lines.Length - 1);
        Assert.All(lines.Skip(1), line => Assert.Contains(line.Split(',')[1], Codes.ConstantsOf(typeof(QuarantineReasons))));
    }
}
