using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace ServerlessRetail.Http;

/// <summary>How answers begin and end that are scored before they are written.</summary>
internal static class ScoreAnswer
{
    /// <summary>Sends the headers: what is written before them the server would put aside and copy once more.</summary>
    /// <param name="length">Of the body in bytes.</param>
    public static Task StartAsync(HttpResponse response, string contentType, string etag, long length)
    {
        response.ContentType = contentType;
        response.Headers.ETag = etag;
        response.ContentLength = length;
        return response.StartAsync(CancellationToken.None);
    }

    /// <summary>Sends what is written. Ends with the connection by itself: no token has to be made for it.</summary>
    public static Task EndAsync(PipeWriter output)
    {
        var flush = output.FlushAsync(CancellationToken.None);
        if (!flush.IsCompletedSuccessfully)
            return flush.AsTask();
        _ = flush.Result;
        return Task.CompletedTask;
    }
}
