using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace ServerlessRetail.Functions;

internal static class Program
{
    private static void Main(string[] args) => Build(args).Run();

    /// <summary>The app, wired and not yet started, so that tests can look into it.</summary>
    internal static IHost Build(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);

        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddServerlessRetail(builder.Configuration);
        builder.AddTelemetryExport();

        return builder.Build();
    }
}
