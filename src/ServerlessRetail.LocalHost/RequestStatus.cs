using System.Diagnostics;

namespace ServerlessRetail.LocalHost;

/// <summary>Tells the server's span the status of its answer; the server itself does not, and without it each request would count as failed.</summary>
internal sealed class RequestStatus : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, following) =>
        {
            await following(context);
            Activity.Current?.SetTag("http.response.status_code", context.Response.StatusCode);
        });
        next(app);
    };
}
