using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ServerlessRetail.Http;

namespace ServerlessRetail.Tests.Http;

public sealed class RequestBodyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task A_body_is_read_whole(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);

        Assert.Equal(bytes, (await ReadAsync(new MemoryStream(bytes), announced: true))!.Value.ToArray());
        Assert.Equal(bytes, (await ReadAsync(new MemoryStream(bytes), announced: false))!.Value.ToArray());
    }

    [Theory]
    [InlineData(RequestBody.MaxBytes, true)]
    [InlineData(RequestBody.MaxBytes + 1, false)]
    public async Task Twenty_megabytes_are_allowed_whether_announced_or_not(int length, bool allowed)
    {
        var bytes = new byte[length];

        Assert.Equal(allowed ? length : null, (await ReadAsync(new MemoryStream(bytes), announced: false))?.Length);
        Assert.Equal(allowed ? length : null, (await ReadAsync(new MemoryStream(bytes), announced: true))?.Length);
    }

    [Fact]
    public async Task A_body_that_is_announced_as_too_large_is_not_read()
    {
        var stream = new MemoryStream([1, 2, 3]);
        var request = new DefaultHttpContext { Request = { Body = stream, ContentLength = RequestBody.MaxBytes + 1 } }.Request;

        Assert.Null(await RequestBody.ReadAsync(request, TestContext.Current.CancellationToken));
        Assert.Equal(0, stream.Position);
    }

    [Fact]
    public async Task The_servers_own_limit_counts_as_too_large_and_its_other_complaints_stay_what_they_are()
    {
        Assert.Null(await ReadAsync(new RefusingStream(StatusCodes.Status413PayloadTooLarge), announced: false));
        await Assert.ThrowsAsync<BadHttpRequestException>(() => ReadAsync(new RefusingStream(StatusCodes.Status400BadRequest), announced: false));
    }

    [Fact]
    public async Task A_body_that_is_there_in_one_piece_stays_where_it_is_until_it_is_released()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("{}"u8.ToArray(), TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();
        var context = new DefaultHttpContext();
        context.Features.Set<IRequestBodyPipeFeature>(new PipeFeature(pipe.Reader));

        var body = await RequestBody.ReadAsync(context.Request, TestContext.Current.CancellationToken);

        Assert.Equal("{}"u8, body!.Value.Bytes.Span);
        body.Value.Release();
        Assert.True((await pipe.Reader.ReadAsync(TestContext.Current.CancellationToken)) is { IsCompleted: true, Buffer.IsEmpty: true });
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, bool announced)
    {
        var context = new DefaultHttpContext { Request = { Body = body, ContentLength = announced ? body.Length : null } };
        return (await RequestBody.ReadAsync(context.Request, TestContext.Current.CancellationToken))?.Bytes;
    }

    private sealed class PipeFeature(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }

    /// <summary>A body that the server breaks off.</summary>
    private sealed class RefusingStream(int status) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new BadHttpRequestException("Broken off.", status);
    }
}
