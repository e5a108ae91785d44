using ServerlessRetail.Deploy.Azure;
using ServerlessRetail.LocalHost.Demo;

namespace ServerlessRetail.Deploy.Steps;

/// <summary>Proves the whole way: uploads the sample, waits for its champion and scores a customer.</summary>
internal sealed class Verify : IStep
{
    /// <summary>A model of its own, so that no model of the user's learns from invented customers.</summary>
    public const string Model = "sample-churn";

    private const int Attempts = 20;

    public string Title => $"Verify with the model {Model}";

    public async Task RunAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var etag = await UploadAsync(deployment, cancellationToken);
        using var app = await AppClient.OpenAsync(deployment, cancellationToken);
        await new TrainingWait(deployment, app).RunAsync(etag, cancellationToken);

        deployment.Say($"    a customer: {await app.ScoreAsync(Model, SampleCustomers.ExampleJson, cancellationToken)}");
        deployment.Say("");
        deployment.Say($"Ready: {deployment.RequiredNames.Url}/api. Upload your own file as datasets/<model>/<file> in the account {deployment.RequiredNames.StorageAccount}; docs/deploy.md has the commands.");
    }

    /// <returns>The ETag of the uploaded blob.</returns>
    private static async Task<string> UploadAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("serverless-retail-").FullName;
        try
        {
            var file = SampleCustomers.WriteFile(folder);
            var etag = "";
            await deployment.RetryAsync("Uploading the sample", Attempts, async () =>
            {
                var upload = await AzCli.RunAsync(
                    [
                        "storage", "blob", "upload", "--auth-mode", "login", "--account-name", deployment.RequiredNames.StorageAccount,
                        "--container-name", "datasets", "--name", $"{Model}/{SampleCustomers.FileName}", "--file", file, "--overwrite", "--no-progress", "--output", "json",
                    ],
                    cancellationToken);
                etag = upload.Succeeded ? upload.Json().GetProperty("etag").GetString()! : "";
                return upload;
            }, cancellationToken);
            deployment.Say($"    uploaded datasets/{Model}/{SampleCustomers.FileName}");
            return etag;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
