using Microsoft.ApplicationInsights;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;

namespace ServerlessRetail.Functions.Tests;

public sealed class ProgramTests
{
    private const string Storage = "--AzureWebJobsStorage=UseDevelopmentStorage=true";

    public static TheoryData<Type> FunctionClasses =>
        [.. ShellFunction.All.Select(function => function.Method.DeclaringType!)];

    [Theory]
    [MemberData(nameof(FunctionClasses))]
    public void The_app_can_make_every_function(Type functionClass)
    {
        using var app = Program.Build([Storage]);

        Assert.IsType(functionClass, ActivatorUtilities.CreateInstance(app.Services, functionClass));
    }

    [Fact]
    public void Without_a_connection_string_nothing_is_exported()
    {
        using var app = Program.Build([Storage]);

        Assert.Null(app.Services.GetService<TelemetryClient>());
        Assert.Null(app.Services.GetService<TracerProvider>());
    }

    [Fact]
    public void With_a_connection_string_telemetry_is_exported()
    {
        // Port 9 discards: should anything be sent before the test ends, nobody is there.
        using var app = Program.Build(
        [
            Storage,
            "--APPLICATIONINSIGHTS_CONNECTION_STRING=InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:9/",
            "--APPLICATIONINSIGHTS_AUTHENTICATION_STRING=ClientId=00000000-0000-0000-0000-000000000002;Authorization=AAD",
        ]);

        Assert.NotNull(app.Services.GetService<TelemetryClient>());
        Assert.NotNull(app.Services.GetService<TracerProvider>());
    }
}
