using System.Buffers;
using System.Text;
using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class FormulaGuardTests
{
    [Theory]
    [InlineData("=1+1,b", "'=1+1,b")]
    [InlineData("a, @b", "a, '@b")]
    [InlineData("a,\"=b\"\"\"", "a,\"'=b\"\"\"")]
    [InlineData("-5,+2.5,-1e3", "-5,+2.5,-1e3")]
    [InlineData("-5+cmd", "'-5+cmd")]
    [InlineData("'=a,'b", "''=a,'b")]
    [InlineData("a,\"unclosed\n=b", "a,\"unclosed\n'=b")]
    public void Cells_that_a_spreadsheet_would_run_get_an_apostrophe(string raw, string guarded)
    {
        Assert.Equal(guarded, Guard(raw));
        Assert.Equal(raw, Unguard(guarded));
    }

    [Fact]
    public void Taking_the_apostrophes_away_gives_back_any_text() =>
        Gen.String[Gen.Char["=+-@'\",;\n\r 1.ax"], 0, 30].Sample(raw => Unguard(Guard(raw)) == raw, iter: 20_000);

    [Fact]
    public void No_guarded_cell_begins_with_a_formula() =>
        Gen.String[Gen.Char["=+-@'\", 1.ax"], 0, 30].Sample(raw => Guard(raw).Split(',').All(cell =>
        {
            var text = cell.Trim('"', ' ');
            return text.Length == 0 || !"=+-@".Contains(text[0]) || !float.IsNaN(NumberFormat.Point.Parse(text.Split('"')[0]));
        }));

    private static string Guard(string raw)
    {
        var output = new ArrayBufferWriter<byte>();
        FormulaGuard.Write(Encoding.UTF8.GetBytes(raw), (byte)',', output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Unguard(string raw)
    {
        var output = new ArrayBufferWriter<byte>();
        FormulaGuard.WriteWithout(Encoding.UTF8.GetBytes(raw), (byte)',', output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
