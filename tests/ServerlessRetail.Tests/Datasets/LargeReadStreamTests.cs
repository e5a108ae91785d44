using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class LargeReadStreamTests
{
    [Fact]
    public void Bytes_come_in_order_however_they_are_asked_for() =>
        Gen.Select(Gen.Int[0, 3 << 20], Gen.Int[1, 2 << 20].Array[1, 20]).Sample(
            (length, counts) =>
            {
                var bytes = new byte[length];
                new Random(length).NextBytes(bytes);
                var read = new MemoryStream();
                using var stream = new LargeReadStream(new MemoryStream(bytes));

                for (var turn = 0; ReadOnce(stream, counts[turn % counts.Length], turn) is { Length: > 0 } part; turn++)
                    read.Write(part);

                return read.ToArray().AsSpan().SequenceEqual(bytes);
            },
            iter: 30);

    private static byte[] ReadOnce(LargeReadStream stream, int count, int turn)
    {
        var buffer = new byte[count];
        var read = turn % 2 == 0 ? stream.Read(buffer) : stream.ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();
        return buffer[..read];
    }
}
