using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessRetail.Benchmarks.Http;

/// <summary>A web application with one route, built as the local host is: what its work is measured against.</summary>
internal static class SmallServer
{
    public const string EmptyCommand = "http-empty";

    /// <summary>Of the length of our answer for one customer without reasons.</summary>
    private static readonly byte[] Answer =
        """{"model":"churn","version":"405ecd4cbe43","task":"binary","id":"1000001-TLCO","probability":0.9781393050580841,"decision":"Yes","warnings":[]}"""u8.ToArray();

    /// <summary>Reads a request to its end and answers always the same.</summary>
    public static Task<int> RunEmptyAsync(string url) => RunAsync(url, _ => { }, app => app.MapPost("/score", async (HttpContext context) =>
    {
        var (body, isRead) = (context.Request.BodyReader, false);
        while (!isRead)
        {
            var read = await body.ReadAsync();
            body.AdvanceTo(read.Buffer.End);
            isRead = read.IsCompleted;
        }
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Answer.Length;
        await context.Response.Body.WriteAsync(Answer);
    }));

    /// <summary>Serves until the process is ended.</summary>
    public static async Task<int> RunAsync(string url, Action<IServiceCollection> configure, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(url);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        configure(builder.Services);
        await using var app = builder.Build();
        map(app);
        await app.StartAsync();
        Console.WriteLine("Ready");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
