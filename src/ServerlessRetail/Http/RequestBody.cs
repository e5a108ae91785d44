using Microsoft.AspNetCore.Http;

namespace ServerlessRetail.Http;

/// <summary>Reads a request's body whole, up to a limit.</summary>
internal static class RequestBody
{
    /// <summary>Below what the worker (30 MB) and the host (100 MB) cut off without a word.</summary>
    public const int MaxBytes = 20_000_000;

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
