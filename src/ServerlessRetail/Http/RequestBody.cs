using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace ServerlessRetail.Http;

/// <summary>Reads a request's body whole, up to a limit, or into a temporary file.</summary>
internal static class RequestBody
{
    /// <summary>Below what the worker (30 MB) and the host (100 MB) cut off without a word.</summary>
    public const int MaxBytes = 20_000_000;

    private const int FirstBytes = 4096;

    /// <summary>So much room a client gets for announcing a body; more only for sending it.</summary>
    private const int MostBytesOnTrust = 1_000_000;

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
    public static ValueTask<ReceivedBody?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
            return default;
        var reading = request.BodyReader.ReadAsync(cancellationToken);
        if (!reading.IsCompletedSuccessfully)
            return WaitAsync(request, reading, cancellationToken);
        var read = reading.Result;
        return Keep(request, read) is { } body ? new(body) : WaitAsync(request, new(read), cancellationToken);
    }

    private static async ValueTask<ReceivedBody?> WaitAsync(HttpRequest request, ValueTask<ReadResult> reading, CancellationToken cancellationToken)
    {
        try
        {
            var read = await reading;
            return Keep(request, read) ?? await CopyAsync(request, read, cancellationToken);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    /// <summary>Mostly all of it is there, in one piece: it can stay where it is.</summary>
    private static ReceivedBody? Keep(HttpRequest request, ReadResult read) =>
        read is { IsCompleted: true, Buffer: { IsSingleSegment: true, Length: <= MaxBytes } body } ? new ReceivedBody(request.BodyReader, body) : null;

    private static async ValueTask<ReceivedBody?> CopyAsync(HttpRequest request, ReadResult read, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min((int)(request.ContentLength ?? FirstBytes), MostBytesOnTrust));
        for (var length = 0; ; read = await request.BodyReader.ReadAsync(cancellationToken))
        {
            var bytes = read.Buffer;
            if (length + bytes.Length > MaxBytes)
            {
                request.BodyReader.AdvanceTo(bytes.End);
                ArrayPool<byte>.Shared.Return(buffer);
                return null;
            }
            if (length + bytes.Length > buffer.Length)
                buffer = Grow(buffer, length, length + (int)bytes.Length);
            bytes.CopyTo(buffer.AsSpan(length));
            length += (int)bytes.Length;
            request.BodyReader.AdvanceTo(bytes.End);
            if (read.IsCompleted)
                return new ReceivedBody(buffer, length);
        }
    }

    private static byte[] Grow(byte[] buffer, int used, int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * buffer.Length, needed));
        buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
