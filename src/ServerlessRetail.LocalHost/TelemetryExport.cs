using Microsoft.ApplicationInsights.WorkerService;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.LocalHost;

/// <summary>Sends what the library emits to Application Insights where a connection string is set, and nowhere otherwise.</summary>
internal static class TelemetryExport
{
    private const string ConnectionStringKey = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    public static void AddTelemetryExport(this WebApplicationBuilder builder)
    {
        if (!string.IsNullOrWhiteSpace(builder.Configuration[ConnectionStringKey]))
            Export(builder);
    }

    /// <summary>Apart, so that a start without export loads none of it.</summary>
    private static void Export(WebApplicationBuilder builder)
    {
        // The server's own span is what a request's other spans are below; it names method, path and status if it may.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);

        builder.Services.AddApplicationInsightsTelemetryWorkerService(new ApplicationInsightsServiceOptions
        {
            ConnectionString = builder.Configuration[ConnectionStringKey],
            EnablePerformanceCounterCollectionModule = false,
            TracesPerSecond = Instrumentation.TracesPerSecond,

            // A log that belongs to a trace which is not sampled is sent all the same: promotions are logs.
            EnableTraceBasedLogsSampler = false,
        });
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(Instrumentation.Name, "Microsoft.AspNetCore"))
            .WithMetrics(metrics => metrics
                .AddMeter(Instrumentation.Name)
                // The exporter's own calls, for the most part; the dependencies have their durations anyway.
                .AddView("http.client.request.duration", MetricStreamConfiguration.Drop));

        builder.Services.AddSingleton<IStartupFilter, RequestStatus>();

        // The console is for warnings; events and the ends of runs are told at Information.
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>(nameof(ServerlessRetail), LogLevel.Information);
    }
}
