using OpenTelemetry;

namespace Microsoft.Azure.Functions.Worker.OpenTelemetry;

internal static class ConfigureFunctionsOpenTelemetry
{
    public static IOpenTelemetryBuilder UseFunctionsWorkerDefaults(this IOpenTelemetryBuilder builder) => builder;
}
