using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Functions;

internal static class Program
{
    private static void Main(string[] args) => Build(args).Run();

    /// <summary>The app, wired and not yet started, so that tests can look into it.</summary>
    internal static IHost Build(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);

        // First, to be under way while the rest is wired: what a cold start's first answer waits for.
        builder.Services.AddSingleton(HeadStart.Begin(builder.Configuration));
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddServerlessRetail(builder.Configuration);
        builder.AddTelemetryExport();

        return builder.Build();
    }
}
