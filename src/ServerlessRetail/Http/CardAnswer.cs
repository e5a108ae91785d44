using Microsoft.AspNetCore.Http;
using ServerlessRetail.Reports;

namespace ServerlessRetail.Http;

/// <summary>
/// A model card as a page. It has no script and asks for nothing, and the browser is told to see to that: its texts come
/// from somebody's file.
/// </summary>
internal sealed class CardAnswer(ReadOnlyMemory<byte> html) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = html.Length;
        response.Headers.ContentSecurityPolicy = $"{ModelCard.ContentSecurityPolicy}; frame-ancestors 'self'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";

        // The champion's card changes with the champion, and what it says about customers is nobody else's to keep.
        response.Headers.CacheControl = "private, no-cache";
        await response.Body.WriteAsync(html, httpContext.RequestAborted);
    }
}
