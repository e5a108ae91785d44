using System.Buffers;
using System.Runtime.InteropServices;
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

    /// <returns>The body, rented until <see cref="Release"/>, or null where it is over <see cref="MaxBytes"/>.</returns>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
            return null;

        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min((int)(request.ContentLength ?? FirstBytes), MostBytesOnTrust));
        var (reader, length, isRead) = (request.BodyReader, 0, false);
        try
        {
            while (!isRead)
            {
                var read = await reader.ReadAsync(cancellationToken);
                var bytes = read.Buffer;
                if (length + bytes.Length > MaxBytes)
                {
                    reader.AdvanceTo(bytes.End);
                    ArrayPool<byte>.Shared.Return(buffer);
                    return null;
                }
                if (length + bytes.Length > buffer.Length)
                    buffer = Grow(buffer, length, length + (int)bytes.Length);
                bytes.CopyTo(buffer.AsSpan(length));
                length += (int)bytes.Length;
                isRead = read.IsCompleted;
                reader.AdvanceTo(bytes.End);
            }
            return buffer.AsMemory(0, length);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    /// <summary>Gives back the room of a body that nobody reads any more.</summary>
    public static void Release(ReadOnlyMemory<byte> body)
    {
        if (MemoryMarshal.TryGetArray(body, out var rented) && rented.Array is { Length: > 0 } array)
            ArrayPool<byte>.Shared.Return(array);
    }

    private static byte[] Grow(byte[] buffer, int used, int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * buffer.Length, needed));
        buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
