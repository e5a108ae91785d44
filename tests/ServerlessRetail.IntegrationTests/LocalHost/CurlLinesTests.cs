using System.ComponentModel;
using System.Diagnostics;
using Azure.Storage;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.LocalHost;

namespace ServerlessRetail.IntegrationTests.LocalHost;

public sealed class CurlLinesTests(AzuriteFixture azurite)
{
    private static readonly Uri Address = new("http://127.0.0.1:7071");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upload_into_Azurite_works_as_printed()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Combine("spring's customers.csv");
        await File.WriteAllTextAsync(file, "a,b\n1,2\n", Cancellation);
        var storage = azurite.CreateClient();
        var datasets = storage.GetBlobContainerClient("datasets");
        await datasets.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        var model = AzuriteFixture.UniqueName("curl");

        await RunAsync(new CurlLines(Address, storage, TimeProvider.System).Upload(model, file));

        var blob = await datasets.GetBlobClient($"{model}/spring's customers.csv").DownloadContentAsync(Cancellation);
        Assert.Equal("a,b\n1,2\n", blob.Value.Content.ToString());
    }

    [Fact]
    public async Task Upload_to_score_goes_into_its_own_container()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Combine("customers.csv");
        await File.WriteAllTextAsync(file, "a,b\n1,2\n", Cancellation);
        var storage = azurite.CreateClient();
        var scoring = storage.GetBlobContainerClient("scoring");
        await scoring.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        var model = AzuriteFixture.UniqueName("curl");

        await RunAsync(new CurlLines(Address, storage, TimeProvider.System).UploadToScore(model, file));

        Assert.True(await scoring.GetBlobClient($"{model}/customers.csv").ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task Scores_are_fetched_from_where_they_are()
    {
        var storage = azurite.CreateClient();
        var scores = storage.GetBlobContainerClient("scores");
        await scores.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        var model = AzuriteFixture.UniqueName("curl");
        await scores.UploadBlobAsync($"{model}/a.csv", BinaryData.FromString("a,decision\n"), Cancellation);

        var answer = await RunAsync(new CurlLines(Address, storage, TimeProvider.System).FetchScores(model, "/x/a.csv").Replace("-o scores.csv ", "", StringComparison.Ordinal));

        Assert.Equal("a,decision\n", answer.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Score_sends_the_customer_as_JSON_to_the_model()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        server.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync($"{context.Request.Method} {context.Request.Path} {context.Request.ContentType} {await body.ReadToEndAsync(Cancellation)}");
        });
        await server.StartAsync(Cancellation);

        var answer = await RunAsync(new CurlLines(new Uri(server.Urls.Single()), azurite.CreateClient(), TimeProvider.System).Score("churn", """{"name":"O'Neill $HOME"}"""));

        Assert.Equal("""POST /api/models/churn/score application/json {"name":"O'Neill $HOME"}""", answer);
    }

    [Fact]
    public void Upload_into_a_real_account_uses_the_users_own_sign_in_and_no_key()
    {
        var key = Convert.ToBase64String(new byte[64]);
        var storage = new BlobServiceClient(new Uri("https://retailer.blob.core.windows.net"), new StorageSharedKeyCredential("retailer", key));

        var line = new CurlLines(Address, storage, TimeProvider.System).Upload("churn", "customers.csv");

        Assert.Equal("az storage blob upload --auth-mode login --overwrite --blob-url 'https://retailer.blob.core.windows.net/datasets/churn/customers.csv' --file 'customers.csv'", line);
    }

    private static async Task<string> RunAsync(string line)
    {
        Process bash;
        try
        {
            bash = Process.Start(new ProcessStartInfo("bash", ["-c", $"command -v curl >/dev/null || exit 127; {line}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no bash on this machine.");
            return "";
        }

        using (bash)
        {
            var errors = bash.StandardError.ReadToEndAsync(Cancellation);
            var output = await bash.StandardOutput.ReadToEndAsync(Cancellation);
            await bash.WaitForExitAsync(Cancellation);
            Assert.SkipWhen(bash.ExitCode == 127, "There is no curl on this machine.");
            Assert.True(bash.ExitCode == 0, $"Exit code {bash.ExitCode}: {await errors}");
            return output;
        }
    }
}
