using Azure.Storage.Blobs;
using ServerlessRetail.Scoring;
using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.LocalHost;

/// <summary>The storage that the local host works on: the one in its settings, else Azurite, started if none answers.</summary>
/// <param name="Configuration">The settings, completed with the connection of an Azurite.</param>
/// <param name="Azurite">The Azurite that was started here and ends here; null: somebody else's storage.</param>
internal sealed record LocalStorage(IConfiguration Configuration, AzuriteServer? Azurite) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Azurite?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <exception cref="StartupException">There is no storage, and none can be started.</exception>
    public static async Task<LocalStorage> OpenAsync(
        LocalSettings settings, LocalFolder folder, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        if (settings.HasStorage)
            return new LocalStorage(settings.Configuration, Azurite: null);

        var verdict = await AzuriteProbe.AskAsync(AzuriteOptions.DefaultBlobPort, cancellationToken);
        if (verdict.State is AzuriteState.Foreign or AzuriteState.Refusing)
            throw new StartupException(verdict.Sentence);
        if (verdict.State == AzuriteState.Usable)
        {
            await output.WriteLineAsync(verdict.Sentence);
            return new LocalStorage(
                WithHostStorage(settings, AzuriteConnection.Create(AzuriteOptions.DefaultBlobPort, AzuriteOptions.DefaultQueuePort, AzuriteOptions.DefaultTablePort)), null);
        }

        folder.Create();
        var installFolder = await new AzuriteInstaller(output, !Console.IsOutputRedirected, time).InstallAsync(folder.Tools, cancellationToken);
        var azurite = await AzuriteServer.StartAsync(
            new AzuriteOptions { InstallFolder = installFolder, DataFolder = folder.Data, Time = time }, cancellationToken);
        return new LocalStorage(WithHostStorage(settings, azurite.ConnectionString), azurite);
    }

    /// <summary>Makes the containers that are missing, after the champions are read: those are for the first answer.</summary>
    /// <exception cref="StartupException">It does not answer or does not let us in.</exception>
    public static async Task PrepareAsync(DataStorage storage, HeadStart headStart, CancellationToken cancellationToken)
    {
        using var untraced = Untraced.Begin();
        try
        {
            await headStart.Completion.WaitAsync(cancellationToken);
            await storage.CreateContainersAsync(cancellationToken);
        }
        catch (Exception exception) when (exception.IsStorageFault())
        {
            throw new StartupException(Explain(storage.Service, exception));
        }
    }

    private static string Explain(BlobServiceClient service, Exception exception)
    {
        var address = service.Uri.GetLeftPart(UriPartial.Authority);
        return exception switch
        {
            Azure.RequestFailedException { Status: 400, ErrorCode: "InvalidHeaderValue" } =>
                $"The Azurite at {address} refuses this version of the storage protocol; start it with --skipApiVersionCheck.",
            Azure.RequestFailedException { Status: > 0 } refused =>
                $"The storage at {address} refuses the request ({refused.Status} {refused.ErrorCode}); check the connection in {StorageConnection.DataSetting} or {StorageConnection.HostSetting} and its permissions.",
            _ =>
                $"No storage answers at {address}; start it (Azurite: npx azurite --skipApiVersionCheck), or remove {StorageConnection.HostSetting} and {StorageConnection.DataSetting} from the settings and Azurite is started for you.",
        };
    }

    private static IConfiguration WithHostStorage(LocalSettings settings, string connectionString) => new ConfigurationBuilder()
        .AddConfiguration(settings.Configuration)
        .AddInMemoryCollection([KeyValuePair.Create<string, string?>(SettingNames.HostStorage, connectionString)])
        .Build();
}
