using Azure.Storage.Blobs;
using Microsoft.ML;
using ServerlessRetail.MlNetHost;

// The least that serves an ML.NET zip out of a blob: what a user would write in place of this project.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();

var zip = await new BlobClient(app.Configuration["AzureWebJobsStorage"], "models", "mlnet.zip").DownloadContentAsync();
var context = new MLContext();
var model = context.Model.Load(zip.Value.Content.ToStream(), out _);
using var engine = context.Model.CreatePredictionEngine<MlNetCustomer, MlNetScore>(model);
var turn = new Lock();

app.MapPost("/score", (MlNetCustomer customer) =>
{
    // An engine is for one thread at a time.
    lock (turn)
        return engine.Predict(customer);
});
await app.RunAsync();
