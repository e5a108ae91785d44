using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using ServerlessRetail.Http;
using ServerlessRetail.LocalHost;

namespace ServerlessRetail.Functions.Tests;

/// <summary>Both doors serve the same: what the library lists, no more and no less.</summary>
public sealed class ParityTests
{
    [Fact]
    public void This_door_serves_what_the_library_lists() =>
        Assert.Equal(
            Routes.All.Select(route => route.Name).Order(),
            ShellFunction.All.Where(function => function.HttpTrigger is not null).Select(function => function.Name).Order());

    [Fact]
    public async Task The_local_host_serves_the_same_names_methods_paths_and_asks_for_the_same_access()
    {
        await using var app = LocalHostApp.Build(new ConfigurationBuilder().Build(), "http://127.0.0.1:0", TextWriter.Null, TimeProvider.System);

        var served = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(AsRoute);

        Assert.Equal(
            ShellFunction.All.Where(function => function.HttpTrigger is not null).Select(HttpFunctionTests.AsRoute).OrderBy(route => route.Name),
            served.OrderBy(route => route.Name));
    }

    /// <summary>What the endpoint really is mapped to; the access is what it was mapped with.</summary>
    private static ApiRoute AsRoute(RouteEndpoint endpoint) => new(
        endpoint.Metadata.GetRequiredMetadata<EndpointNameMetadata>().EndpointName,
        Assert.Single(endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods),
        endpoint.RoutePattern.RawText![$"/{Routes.Prefix}/".Length..],
        endpoint.Metadata.GetRequiredMetadata<ApiRoute>().Access);
}
