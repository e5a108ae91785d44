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
    /// <summary>Adds the whole product; a door adds triggers, routes and telemetry export, and a <see cref="HeadStart"/> if it has begun one.</summary>
    /// <param name="configuration">Names the storage, see <see cref="StorageConnection"/>; read when storage is first used.</param>
    public static IServiceCollection AddServerlessRetail(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => DataStorage.Open(configuration));

        services.AddSingleton<ModelRegistry>();
        services.AddSingleton<ModelCache>();
        services.AddSingleton<RecentModels>();
        services.TryAddSingleton(_ => HeadStart.Begin(configuration));
        services.AddHostedService<Prefetch>();
        services.AddHostedService<ChampionWatch>();

        services.AddSingleton<RunStore>();
        services.AddSingleton<TrainingService>();

        services.TryAddSingleton(new BulkOptions());
        services.AddSingleton(_ => new PartMessages(configuration));
        services.AddSingleton<BulkScoring>();

        services.AddSingleton<ModelEndpoints>();
        services.AddSingleton<ScoringEndpoints>();
        services.AddSingleton<RefreshEndpoints>();
        services.AddSingleton<HealthEndpoints>();
        services.AddSingleton(provider => new ReadinessEndpoints(
            configuration, provider.GetRequiredService<ModelCache>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<OpenApiEndpoints>();
        return services;
    }
}
