using System.Text;
using CsCheck;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Tests.Scoring;

public sealed class LineReaderTests
{
    private const int Longest = 200_000;

    private static readonly Gen<string> AnyLine = Gen.OneOf(
        Gen.String[Gen.Char['a', 'z'], 0, 40], Gen.Int[0, 3 * Longest].Select(length => new string('x', length)));

    [Fact]
    public void Lines_are_the_same_however_they_arrive_and_those_too_long_are_told() =>
        Gen.Select(AnyLine.List[1, 8], Gen.Int[1, 100_000], Gen.Bool).Sample(
            (lines, chunk, endsWithLineFeed) =>
            {
                if (!endsWithLineFeed && lines[^1].Length == 0)
                    return;
                var text = string.Join('\n', lines) + (endsWithLineFeed ? "\n" : "");

                var read = Read(text, chunk);

                Assert.Equal(lines.Select(line => line.Length > Longest ? null : line), read);
            },
            iter: 60, seed: "0000KOIPSAWM");

    [Fact]
    public void An_empty_stream_has_no_line() => Assert.Empty(Read("", 10));

    private static List<string?> Read(string text, int chunk)
    {
        var reader = new LineReader(new ChunkedStream(Encoding.UTF8.GetBytes(text), chunk), Longest);
        List<string?> lines = [];
        while (Fill())
        {
            while (reader.TryRead())
            {
                lines.Add(reader.IsTooLong ? null : Encoding.UTF8.GetString(reader.Line.Span));
                Assert.Equal(lines.Count, reader.Number);
            }
        }

        return lines;

        bool Fill()
        {
            var filled = reader.FillAsync(CancellationToken.None);
            Assert.True(filled.IsCompleted);
            return filled.Result;
        }
    }

    private sealed class ChunkedStream(byte[] content, int chunk) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span[..Math.Min(chunk, buffer.Length)]));
    }
}
