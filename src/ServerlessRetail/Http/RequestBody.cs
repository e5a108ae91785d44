using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace ServerlessRetail.Http;

/// <summary>Reads a request's body whole, up to a limit, or into a temporary file.</summary>
internal static class RequestBody
{
    /// <summary>Below what the worker (30 MB) and the host (100 MB) cut off without a word.</summary>
    public const int MaxBytes = 20_000_000;

    private const int MaxBytesInMemory = 1_000_000;

    /// <summary>
    /// Takes in a body of any length, of which no more than <see cref="MaxBytesInMemory"/> stay in memory; the rest goes to a
    /// temporary file that is gone with the request. Many clients read nothing before they have sent everything: an answer
    /// that began earlier would block both sides.
    /// </summary>
    /// <returns>The body from its first byte.</returns>
    public static async Task<Stream> SpoolAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        request.EnableBuffering(MaxBytesInMemory);
        await request.Body.DrainAsync(cancellationToken);
        request.Body.Position = 0;
        return request.Body;
    }

    /// <returns>The body, or null where it is over <see cref="MaxBytes"/>.</returns>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
            return null;
        try
        {
            using var body = new MemoryStream((int)(request.ContentLength ?? 4096));
            var buffer = new byte[16 * 1024];
            while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                if (body.Length + count > MaxBytes)
                    return null;
                body.Write(buffer, 0, count);
            }
            return body.GetBuffer().AsMemory(0, (int)body.Length);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }
}
