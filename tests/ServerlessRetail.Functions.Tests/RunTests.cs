using Azure.Storage.Blobs;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ServerlessRetail.Functions.Tests;

/// <summary>Runs functions as the worker would: made by the app's services, handed what the trigger binds.</summary>
public sealed class RunTests : IDisposable
{
    private readonly IHost _app = Program.Build(["--AzureWebJobsStorage=UseDevelopmentStorage=true"]);

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Health_answers()
    {
        var result = await Create<Health>().RunAsync(Request("GET"), TestContext.Current.CancellationToken);

        Assert.Equal(StatusCodes.Status200OK, await ExecuteAsync(result));
    }

    [Fact]
    public Task What_ends_a_training_reaches_the_host_by_way_of_the_event_trigger() =>
        EndsAsync(Create<TrainModel>().RunAsync);

    [Fact]
    public Task What_ends_a_training_reaches_the_host_by_way_of_the_polling_trigger() =>
        EndsAsync(Create<TrainModelPolling>().RunAsync);

    [Fact]
    public Task What_ends_a_scoring_reaches_the_host_by_way_of_the_event_trigger() =>
        EndsAsync(Create<ScoreFile>().RunAsync);

    [Fact]
    public Task What_ends_a_scoring_reaches_the_host_by_way_of_the_polling_trigger() =>
        EndsAsync(Create<ScoreFilePolling>().RunAsync);

    [Fact]
    public async Task What_ends_the_scoring_of_a_part_reaches_the_host()
    {
        var part = QueuesModelFactory.QueueMessage("id", "receipt", """{ "model": "churn", "run": "20261124T230127Z-0c4b0bc6-scoring", "part": 1 }""", dequeueCount: 1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Create<ScoreFilePart>().RunAsync(part, new CancellationToken(canceled: true)));
    }

    private static async Task EndsAsync(Func<BlobClient, string, CancellationToken, Task> run)
    {
        var blob = new BlobClient(new Uri("http://127.0.0.1:9/account/datasets/churn/customers.csv"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run(blob, "churn/customers.csv", new CancellationToken(canceled: true)));
    }

    private static HttpRequest Request(string method) => new DefaultHttpContext { Request = { Method = method } }.Request;

    private T Create<T>() => ActivatorUtilities.CreateInstance<T>(_app.Services);

    private async Task<int> ExecuteAsync(IResult result)
    {
        var context = new DefaultHttpContext { RequestServices = _app.Services, Response = { Body = new MemoryStream() } };
        await result.ExecuteAsync(context);
        return context.Response.StatusCode;
    }
}
