using Azure.Identity;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.Functions;

/// <summary>Sends what the library emits to Application Insights. Without a connection string nothing is sent.</summary>
internal static class TelemetryExport
{
    internal const string ConnectionStringKey = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    internal const string AuthenticationStringKey = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    internal static void AddTelemetryExport(this IHostApplicationBuilder builder)
    {
        if (!string.IsNullOrEmpty(builder.Configuration[ConnectionStringKey]))
            Export(builder);
    }

    /// <summary>Apart, so that a start without export loads none of it.</summary>
    private static void Export(IHostApplicationBuilder builder)
    {
        builder.Services.AddApplicationInsightsTelemetryWorkerService(options =>
        {
            options.EnablePerformanceCounterCollectionModule = false;
            options.TracesPerSecond = Instrumentation.TracesPerSecond;

            // A log that belongs to a trace which is not sampled is sent all the same: promotions are logs.
            options.EnableTraceBasedLogsSampler = false;

            // Only the host reads the authentication string; the worker's exporter has to be handed a credential.
            // AZURE_CLIENT_ID tells it which identity to use.
            if (!string.IsNullOrEmpty(builder.Configuration[AuthenticationStringKey]))
            {
                options.Credential = new DefaultAzureCredential();
            }
        });

        // UseFunctionsWorkerDefaults tells the host to leave the worker's telemetry alone, so nothing arrives twice.
        builder.Services.AddOpenTelemetry().UseFunctionsWorkerDefaults()
            .WithTracing(tracing => tracing.AddSource(Instrumentation.Name))
            .WithMetrics(metrics => metrics
                .AddMeter(Instrumentation.Name)
                // The exporter's own calls, for the most part; the dependencies have their durations anyway.
                .AddView("http.client.request.duration", MetricStreamConfiguration.Drop));

        // host.json has no say in what the worker exports by itself.
        builder.Logging
            .AddFilter("Azure", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("System.Net.Http", LogLevel.Warning);
    }
}
