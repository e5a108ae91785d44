using Microsoft.AspNetCore.Http;

namespace ServerlessRetail.Http;

/// <summary>The headers of an answer whose length is known before it is written.</summary>
internal static class AnswerHeaders
{
    /// <param name="etag">Of the version that gave the answer; null where none did.</param>
    /// <param name="length">Of the body in bytes.</param>
    public static void Set(HttpResponse response, string contentType, string? etag, long length)
    {
        response.ContentType = contentType;
        if (etag is not null)
            response.Headers.ETag = etag;
        response.ContentLength = length;
    }
}
