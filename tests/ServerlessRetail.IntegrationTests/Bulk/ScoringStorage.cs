using System.Globalization;
using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessRetail.Datasets;
using ServerlessRetail.IntegrationTests.MainJob;
using ServerlessRetail.Scoring;
using ServerlessRetail.Scoring.Bulk;
using ServerlessRetail.Training;

namespace ServerlessRetail.IntegrationTests.Bulk;

/// <summary>A storage account with a churn model that no host watches: the tests deliver events and messages.</summary>
public sealed class ScoringStorage(AzuriteFixture azurite) : IAsyncLifetime
{
    private IsolatedStorage? _storage;
    private QueueClient? _queue;

    /// <summary>Has a champion.</summary>
    public string Model { get; } = RunningHost.NewModel();

    internal IsolatedStorage Storage => _storage!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _storage = await IsolatedStorage.StartAsync(azurite);
        _queue = await NewMessages().OpenAsync(Token);
        await TrainAsync(Model);
    }

    public ValueTask DisposeAsync() => Storage.DisposeAsync();

    public async Task TrainAsync(string model, string settings = Samples.QuickSettings)
    {
        await Storage.Data.Datasets.GetBlobClient($"{model}/{DatasetName.SettingsFile}").UploadAsync(BinaryData.FromString(settings), overwrite: true, Token);
        var run = await Storage.TrainAsync($"{model}/customers.csv", Encoding.UTF8.GetBytes(Samples.Churn()));
        Assert.Equal(RunState.Promoted, run.State);
    }

    /// <summary>Whoever hears of a file or a part: one of any number.</summary>
    public BulkScoring NewWorker(long partBytes = 1 << 20, params IRunObserver[] observers) => new(
        Storage.Data, Storage.Runs, new ModelCache(Storage.Registry, TimeProvider.System, NullLogger<ModelCache>.Instance), NewMessages(),
        new BulkOptions { PartBytes = partBytes }, observers, TimeProvider.System, NullLogger<BulkScoring>.Instance);

    public async Task<BlobClient> UploadAsync(string name, byte[] content)
    {
        var blob = Storage.Data.Scoring.GetBlobClient(name);
        await blob.UploadAsync(BinaryData.FromBytes(content), overwrite: true, Token);
        return blob;
    }

    /// <summary>Uploads a file and scores it to the end.</summary>
    public async Task<RunRecord> ScoreAsync(string name, byte[] content, long partBytes = 1 << 20)
    {
        var worker = NewWorker(partBytes);
        var run = await worker.ScoreAsync(await UploadAsync(name, content), name, Token);
        while (await TakePartAsync(worker))
        {
        }

        return await ReadAsync(run!);
    }

    public Task<RunRecord> ScoreAsync(string name, string content) => ScoreAsync(name, Encoding.UTF8.GetBytes(content));

    /// <summary>Scores one part of those in the queue.</summary>
    /// <param name="delivery">How often it is said to have been delivered.</param>
    /// <param name="ends">Whether the message is deleted then; if not, it can be taken again at once.</param>
    /// <returns>False: there is none.</returns>
    public async Task<bool> TakePartAsync(BulkScoring worker, long delivery = 1, bool ends = true)
    {
        if ((await _queue!.ReceiveMessageAsync(TimeSpan.FromMinutes(5), Token)).Value is not { } message)
            return false;
        await worker.ScorePartAsync(message.Body, delivery, Token);
        if (ends)
            await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Token);
        else
            await _queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: TimeSpan.Zero, cancellationToken: Token);
        return true;
    }

    public Task LoseMessagesAsync() => _queue!.ClearMessagesAsync(Token);

    public async Task<RunRecord> ReadAsync(RunRecord run) => (await Storage.Runs.ListAsync(run.Model, 100, Token)).Single(found => found.Id == run.Id);

    public async Task<byte[]> ReadScoresAsync(string name) => (await Storage.Data.Scores.GetBlobClient(name).DownloadContentAsync(Token)).Value.Content.ToArray();

    /// <summary>The lines of a result without quoted line feeds, cut at commas.</summary>
    public async Task<string[][]> ReadTableAsync(string name) =>
        [.. Encoding.UTF8.GetString(await ReadScoresAsync(name)).TrimEnd().Split("\r\n").Select(line => line.Split(','))];

    /// <summary>Customers with a note that has line feeds and quotes in it.</summary>
    public static byte[] Customers(int rows)
    {
        var random = new Random(3);
        var csv = new StringBuilder("customer_id,note,tenure,tier,visits\n");
        for (var row = 0; row < rows; row++)
        {
            var tenure = row % 97 == 5 ? "\"many\"" : random.Next(1, 72).ToString(CultureInfo.InvariantCulture);
            csv.Append(CultureInfo.InvariantCulture, $"C{row:00000},\"first line é\nC9,\"\"x\"\",1,\n\n{new string('n', random.Next(60))}\n\",{tenure},{(row % 3 == 0 ? "gold" : "basic")},{random.Next(30)}\n");
        }
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private PartMessages NewMessages() => new(() => new QueueServiceClient(Storage.ConnectionString, PartMessages.CreateOptions()));
}
