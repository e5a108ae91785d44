using System.Globalization;
using Azure.Storage.Blobs;
using ServerlessRetail.LocalHost.Demo;
using ServerlessRetail.LocalHost.Doctor;
using ServerlessRetail.Scoring;
using ServerlessRetail.Scoring.Bulk;
using ServerlessRetail.Storage;
using ServerlessRetail.Training;

namespace ServerlessRetail.LocalHost;

/// <summary>The local host from its arguments to its end.</summary>
internal static class LocalHostApp
{
    /// <summary>Runs until it is told to stop.</summary>
    /// <returns>The process's exit code.</returns>
    /// <exception cref="StartupException">It cannot start, for a reason that the user can remove.</exception>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        var settings = LocalSettings.Read(args, Environment.CurrentDirectory);
        if (settings.Command == HostCommand.Help)
        {
            await output.WriteLineAsync(CommandLine.Help);
            return 0;
        }

        if (settings.Command == HostCommand.Doctor)
            return await DoctorCommand.RunAsync(args, DoctorEnvironment.Current(Environment.CurrentDirectory), output, time, cancellationToken);

        // As early as it can be: reading the champions is what the first answer waits for longest.
        var early = settings.HasStorage ? HeadStart.Begin(settings.Configuration) : null;
        PortCheck.Verify(settings.Urls);
        var folder = LocalFolder.Find(settings.Folder, Environment.CurrentDirectory);
        await using var storage = await LocalStorage.OpenAsync(settings, folder, output, time, cancellationToken);
        var headStart = early ?? HeadStart.Begin(storage.Configuration);
        await using var app = Build(storage.Configuration, settings.Urls, output, time, headStart);

        // In this order: until the containers are there the host takes them for empty, and the first answer need not wait for them.
        var data = GetStorage(app);
        await StartAsync(app, settings.Urls, cancellationToken);
        await LocalStorage.PrepareAsync(data, headStart, cancellationToken);
        var address = AddressOf(app);
        var curl = new CurlLines(address, GetStorage(app).Service, time);
        var welcome = new Welcome(output, address, GetStorage(app).Service, folder);
        await welcome.PrintPlacesAsync();
        if (settings.Command == HostCommand.Demo)
        {
            using var client = new HttpClient { BaseAddress = address };
            await new DemoStory(client, GetStorage(app), folder, output).TellAsync(cancellationToken);
        }
        await welcome.PrintCommandsAsync(curl, demo: settings.Command == HostCommand.Demo);
        await output.WriteLineAsync($"Ready: {address}api/ answers; Ctrl+C ends everything that was started.");
        return await WaitAsync(app, storage.Azurite, output, cancellationToken);
    }

    /// <summary>The web application, wired and not started; tests start it on a port of their own.</summary>
    /// <param name="headStart">Has begun to read the champions; null: begun by the application.</param>
    internal static WebApplication Build(IConfiguration configuration, string urls, TextWriter output, TimeProvider time, HeadStart? headStart = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            // Nothing is configured by a file that could change, and a watch on one costs the start some milliseconds.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.WebHost.UseUrls(urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddTelemetryExport();

        builder.Services.AddSingleton(time);
        if (headStart is not null)
            builder.Services.AddSingleton(headStart);
        builder.Services.AddServerlessRetail(builder.Configuration);
        builder.Services.AddSingleton<IRunObserver>(new RunPrinter(output, rewritesLine: output == Console.Out && !Console.IsOutputRedirected, time));
        if (PartBytesOf(configuration) is { } partBytes)
            builder.Services.AddSingleton(new BulkOptions { PartBytes = partBytes });
        Watch(builder.Services, storage => storage.Datasets, services => services.GetRequiredService<TrainingService>().TrainAsync);
        Watch(builder.Services, storage => storage.Scoring, services => services.GetRequiredService<BulkScoring>().ScoreAsync);
        builder.Services.AddHostedService<PartPump>();

        var app = builder.Build();
        app.MapApi();
        return app;
    }

    private static void Watch(
        IServiceCollection services, Func<DataStorage, BlobContainerClient> container, Func<IServiceProvider, Func<BlobClient, string, CancellationToken, Task>> deliver) =>
        services.AddSingleton<IHostedService>(provider => new ContainerWatch(
            container(provider.GetRequiredService<DataStorage>()), deliver(provider),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ContainerWatch>>()));

    /// <exception cref="StartupException">The setting is no number of megabytes.</exception>
    private static long? PartBytesOf(IConfiguration configuration)
    {
        if (configuration[SettingNames.PartMegabytes] is not { Length: > 0 } text)
            return null;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var megabytes) && megabytes is > 0 and <= 1024
            ? (long)(megabytes * (1 << 20))
            : throw new StartupException($"{SettingNames.PartMegabytes} must be a number of megabytes above 0, up to 1024, for example 32.");
    }

    private static DataStorage GetStorage(WebApplication app)
    {
        try
        {
            return app.Services.GetRequiredService<DataStorage>();
        }
        catch (InvalidOperationException exception)
        {
            throw new StartupException(exception.Message);
        }
    }

    private static async Task StartAsync(WebApplication app, string urls, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException)
        {
            // Taken since it was checked.
            PortCheck.Verify(urls);
            throw;
        }
    }

    private static Uri AddressOf(WebApplication app) => new(app.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal));

    private static async Task<int> WaitAsync(WebApplication app, AzuriteServer? azurite, TextWriter output, CancellationToken cancellationToken)
    {
        var shutdown = app.WaitForShutdownAsync(cancellationToken);
        if (azurite is not null && await Task.WhenAny(shutdown, azurite.WhenExited) == azurite.WhenExited && !cancellationToken.IsCancellationRequested)
        {
            await output.WriteLineAsync(azurite.ExplainExit(await azurite.WhenExited));
            await app.StopAsync(CancellationToken.None);
            return 1;
        }
        await shutdown;
        return 0;
    }
}
