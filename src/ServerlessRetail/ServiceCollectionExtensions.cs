using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServerlessRetail.Http;
using ServerlessRetail.Http.OpenApi;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;
using ServerlessRetail.Scoring.Bulk;
using ServerlessRetail.Storage;
using ServerlessRetail.Training;

namespace ServerlessRetail;

public static class ServiceCollectionExtensions
{
    /// <summary>Adds the whole product; a door adds triggers, routes and telemetry export.</summary>
    /// <param name="configuration">Names the storage, see <see cref="StorageConnection"/>; read when storage is first used.</param>
    public static IServiceCollection AddServerlessRetail(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new DataStorage(StorageConnection.Open(configuration, CreateClientOptions)));

        services.AddSingleton<ModelRegistry>();
        services.AddSingleton<ModelCache>();
        services.AddHostedService<ChampionWatch>();

        services.AddSingleton<RunStore>();
        services.AddSingleton<TrainingService>();

        services.TryAddSingleton(new BulkOptions());
        services.AddSingleton(_ => new PartMessages(configuration));
        services.AddSingleton<BulkScoring>();

        services.AddSingleton<ModelEndpoints>();
        services.AddSingleton<ScoringEndpoints>();
        services.AddSingleton<HealthEndpoints>();
        services.AddSingleton<OpenApiEndpoints>();
        return services;
    }

    private static BlobClientOptions CreateClientOptions() => new()
    {
        Retry = { MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(400), NetworkTimeout = TimeSpan.FromSeconds(60) },
    };
}
