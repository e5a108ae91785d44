using System.Net;
using System.Net.Sockets;
using Azure.Storage;
using Azure.Storage.Sas;
using Microsoft.Extensions.Time.Testing;
using ServerlessRetail.Diagnostics;
using ServerlessRetail.IntegrationTests.MainJob;
using ServerlessRetail.LocalHost;
using ServerlessRetail.Storage;

namespace ServerlessRetail.IntegrationTests.Doctor;

/// <summary>Storage that is broken on purpose, with a real Azurite behind it.</summary>
public sealed class StorageSetUpTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Key => azurite.ConnectionString.Split(';').Single(part => part.StartsWith("AccountKey=", StringComparison.Ordinal))["AccountKey=".Length..];

    public async ValueTask InitializeAsync() => await new DataStorage(azurite.CreateClient()).CreateContainersAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task All_is_well_with_a_whole_Azurite_and_nothing_is_left_behind()
    {
        var run = await DoctorRun.OfConnectionAsync(azurite.ConnectionString);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("May write, read, list, lease, delete blobs.", (string?)run.Check(CheckNames.BlobPermissions)["detail"]);
        Assert.Equal("May create, put, get, delete in queues.", (string?)run.Check(CheckNames.QueuePermissions)["detail"]);
        Assert.Empty(azurite.CreateClient().GetBlobContainerClient(ContainerNames.Quarantine).GetBlobs(new() { Prefix = "_doctor" }, Cancellation));
    }

    [Fact]
    public async Task A_wrong_key()
    {
        var wrong = azurite.ConnectionString.Replace(Key, Convert.ToBase64String(new byte[64]), StringComparison.Ordinal);

        var run = await DoctorRun.OfConnectionAsync(wrong);

        run.AssertNames("failed", CheckNames.BlobService, CheckCodes.WrongKey, "is not this account's");
        run.AssertNames("failed", CheckNames.QueueService, CheckCodes.WrongKey, "UseDevelopmentStorage=true");
        Assert.Equal("skipped", (string?)run.Check(CheckNames.BlobPermissions)["state"]);
        Assert.DoesNotContain(Convert.ToBase64String(new byte[64]), run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_service_that_is_off()
    {
        var parts = azurite.ConnectionString.Split(';').Select(part =>
            part.StartsWith("QueueEndpoint=", StringComparison.Ordinal) ? $"QueueEndpoint=http://127.0.0.1:{FreePort()}/devstoreaccount1" : part);

        var run = await DoctorRun.OfConnectionAsync(string.Join(';', parts));

        run.AssertNames("failed", CheckNames.QueueService, CheckCodes.Refused, "azurite-blob alone has no queues");
        Assert.Equal("ok", (string?)run.Check(CheckNames.BlobService)["state"]);
    }

    [Fact]
    public async Task An_Azurite_without_the_switch_for_newer_versions_of_the_protocol()
    {
        var command = AzuriteCommand.Create(AzuriteOptions.InMemory(azurite.InstallFolder));
        command.ArgumentList.Remove("--skipApiVersionCheck");
        using var output = new AzuriteOutput(logFile: null);
        using var process = NodeJs.Start(command);
        process.OutputDataReceived += (_, line) => output.Add(line.Data);
        process.BeginOutputReadLine();
        var ports = await output.Listening.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        var run = await DoctorRun.OfConnectionAsync(AzuriteConnection.Create(ports.Blob, ports.Queue, ports.Table));
        process.StandardInput.Close();
        await process.WaitForExitAsync(Cancellation);

        run.AssertNames("failed", CheckNames.BlobService, CheckCodes.ApiVersion, "npx azurite --skipApiVersionCheck");
    }

    [Fact]
    public async Task A_missing_container()
    {
        await using var storage = await IsolatedStorage.StartAsync(azurite);
        await storage.Data.Models.DeleteAsync(cancellationToken: Cancellation);
        var ofApp = await DoctorRun.OfConnectionAsync(storage.ConnectionString);
        await storage.Data.Datasets.DeleteAsync(cancellationToken: Cancellation);
        var ofUser = await DoctorRun.OfConnectionAsync(storage.ConnectionString);

        ofApp.AssertNames("warning", CheckNames.Containers, CheckCodes.ContainerMissing, "Missing: models. The app makes them");
        Assert.Equal(0, ofApp.ExitCode);
        ofUser.AssertNames("failed", CheckNames.Containers, CheckCodes.ContainerMissing, "az storage container create --name datasets");
    }

    [Fact]
    public async Task A_token_that_may_only_read()
    {
        var run = await DoctorRun.OfConnectionAsync(WithToken(AccountSasPermissions.Read | AccountSasPermissions.List, TimeProvider.System.GetUtcNow().AddHours(1)));

        run.AssertNames("failed", CheckNames.BlobPermissions, CheckCodes.TokenTooNarrow, "may not write, lease, delete blobs: it permits rl");
        run.AssertNames("failed", CheckNames.QueuePermissions, CheckCodes.TokenTooNarrow, "--permissions rwdlacup");
        Assert.DoesNotContain("sig=", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_blobs_alone()
    {
        var run = await DoctorRun.OfConnectionAsync(WithToken(AccountSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1), AccountSasServices.Blobs));

        run.AssertNames("failed", CheckNames.QueueService, CheckCodes.TokenTooNarrow, "is not for the queue service");
        Assert.Equal("ok", (string?)run.Check(CheckNames.BlobService)["state"]);
    }

    [Fact]
    public async Task An_expired_token()
    {
        var run = await DoctorRun.OfConnectionAsync(WithToken(AccountSasPermissions.All, new DateTimeOffset(2025, 3, 4, 5, 6, 7, TimeSpan.Zero)));

        run.AssertNames("failed", CheckNames.BlobService, CheckCodes.TokenExpired, "expired at 2025-03-04 05:06:07Z");
    }

    [Theory]
    [InlineData("c2lnbmF0dXJl")]
    [InlineData("c2ln%2")]
    [InlineData("c2ln%")]
    [InlineData("")]
    public async Task A_token_that_was_cut(string signature)
    {
        var whole = WithToken(AccountSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1));

        var run = await DoctorRun.OfConnectionAsync(whole[..(whole.IndexOf("sig=", StringComparison.Ordinal) + "sig=".Length)] + signature);

        run.AssertNames("failed", CheckNames.BlobService, CheckCodes.TokenRefused, "it was cut or changed");
    }

    [Theory]
    [InlineData(20, "failed", "20 minutes ahead of")]
    [InlineData(-20, "failed", "20 minutes behind")]
    [InlineData(3, "warning", "3 minutes ahead of")]
    public async Task A_clock_that_is_wrong(int minutes, string state, string expected)
    {
        var run = await DoctorRun.OfConnectionAsync(azurite.ConnectionString, new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(minutes)));

        run.AssertNames(state, CheckNames.Clock, CheckCodes.ClockSkewed, expected);
    }

    [Fact]
    public async Task Https_to_an_Azurite_that_speaks_http()
    {
        var run = await DoctorRun.OfConnectionAsync(azurite.ConnectionString.Replace("http:", "https:", StringComparison.Ordinal));

        run.AssertNames("failed", CheckNames.BlobService, CheckCodes.HttpsNotSpoken, "write http");
    }

    [Fact]
    public async Task A_host_that_there_is_not()
    {
        var run = await DoctorRun.OfConnectionAsync($"AccountName=nobody;AccountKey={Key};BlobEndpoint=https://nobody.blob.invalid/;QueueEndpoint=https://nobody.queue.invalid/;DefaultEndpointsProtocol=https");

        run.AssertNames("failed", CheckNames.BlobService, CheckCodes.HostNotFound, "az storage account list");
        Assert.Equal("nobody.blob.invalid", (string?)run.Check(CheckNames.BlobService)["place"]);
    }

    [Fact]
    public async Task Nothing_listens()
    {
        var run = await DoctorRun.OfConnectionAsync(AzuriteConnection.Create(FreePort(), FreePort(), FreePort()));

        run.AssertNames("failed", CheckNames.BlobService, CheckCodes.Refused, "Start Azurite with all its services");
        run.AssertNames("warning", CheckNames.TableService, CheckCodes.Refused, "The table service does not answer");
    }

    [Fact]
    public async Task Something_else_listens()
    {
        await using var server = await StandInServer.StartAsync(404, "Hello");

        var run = await DoctorRun.OfConnectionAsync(AzuriteConnection.Create(server.Address.Port, server.Address.Port, server.Address.Port));

        run.AssertNames("failed", CheckNames.BlobService, CheckCodes.NotStorage, "is no storage service");
    }

    [Theory]
    [InlineData("AccountName=only", CheckCodes.ConnectionUnreadable)]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=st;AccountKey=no base64!", CheckCodes.ConnectionUnreadable)]
    [InlineData("BlobEndpoint=https://st.blob.core.windows.net;SharedAccessSignature=sv=1&sig=x", CheckCodes.QueueUriMissing)]
    public async Task A_connection_string_that_cannot_be_used(string connection, string code)
    {
        var run = await DoctorRun.OfConnectionAsync(connection);

        run.AssertNames("failed", CheckNames.Connection, code, "connection string");
    }

    private string WithToken(AccountSasPermissions permissions, DateTimeOffset expiry, AccountSasServices services = AccountSasServices.Blobs | AccountSasServices.Queues)
    {
        var builder = new AccountSasBuilder(permissions, expiry, services, AccountSasResourceTypes.All);
        var token = builder.ToSasQueryParameters(new StorageSharedKeyCredential("devstoreaccount1", Key));
        var endpoints = azurite.ConnectionString.Split(';').Where(part => part.Contains("Endpoint=", StringComparison.Ordinal));
        return $"{string.Join(';', endpoints)};SharedAccessSignature={token}";
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
