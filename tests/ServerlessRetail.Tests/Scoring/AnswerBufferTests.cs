using CsCheck;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Tests.Scoring;

public sealed class AnswerBufferTests
{
    [Fact]
    public void What_was_written_in_pieces_of_any_size_is_there_in_one() =>
        Gen.Select(Gen.Byte.Array[0, 600], Gen.Int[0, 2]).Array[0, 20].Sample(pieces =>
        {
            var buffer = new AnswerBuffer();
            buffer.Write("of another answer"u8);
            buffer.Clear();

            foreach (var (piece, way) in pieces)
                Write(buffer, piece, way);

            Assert.Equal(pieces.SelectMany(piece => piece.Item1), buffer.WrittenSpan.ToArray());
            Assert.Equal(buffer.WrittenSpan.Length, buffer.WrittenCount);
            Assert.Equal(buffer.WrittenSpan, buffer.WrittenMemory.Span);
        }, iter: 500);

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void No_more_can_be_taken_for_written_than_there_is_room(int over)
    {
        var buffer = new AnswerBuffer();
        var count = over < 0 ? over : buffer.GetSpan().Length + over;

        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(count));
        Assert.Equal(0, buffer.WrittenCount);
    }

    private static void Write(AnswerBuffer buffer, byte[] piece, int way)
    {
        switch (way)
        {
            case 0:
                buffer.Write(piece);
                return;
            case 1:
                piece.CopyTo(buffer.GetSpan(piece.Length));
                break;
            default:
                piece.CopyTo(buffer.GetMemory(piece.Length));
                break;
        }
        buffer.Advance(piece.Length);
    }
}
