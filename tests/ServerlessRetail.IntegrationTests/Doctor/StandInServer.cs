using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ServerlessRetail.IntegrationTests.Doctor;

/// <summary>A web server on loopback that stands for somebody else's.</summary>
internal sealed class StandInServer(WebApplication server) : IAsyncDisposable
{
    public Uri Address => new(server.Urls.Single());

    public static Task<StandInServer> StartAsync(int status, string body) => StartAsync(_ => (status, body));

    public static async Task<StandInServer> StartAsync(Func<HttpRequest, (int Status, string Body)> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(context =>
        {
            var (status, body) = answer(context.Request);
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        return new StandInServer(server);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
