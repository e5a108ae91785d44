using ServerlessRetail.Datasets;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Tests.Scoring;

/// <summary>Files of scores that keep the columns of the file that was scored.</summary>
public sealed class CsvTableTests
{
    private static readonly ServedModel Served = CsvSamples.Of(ModelTask.Binary);

    [Theory]
    [InlineData("C-1, 10 ,\"gold\",x")]
    [InlineData("C-1,10,gold,\"a \"\"b\"\", c\"")]
    [InlineData("C-1,-5,-1.5e3,+7")]
    [InlineData("C-1,10,gold,5\" pipe")]
    [InlineData("C-1,10,gold,\"two\nlines\"")]
    [InlineData("größe,,,")]
    public async Task Cells_stay_byte_for_byte(string row) => Assert.StartsWith($"{row},0123456789ab,0.", (await RowsAsync(row))[0]);

    [Theory]
    [InlineData("=1+1,10,gold,x", "'=1+1,10,gold,x")]
    [InlineData("C-1,10,gold,@x", "C-1,10,gold,'@x")]
    [InlineData("C-1,10,\"=\"\"a\"\"&b\",\" +x\"", "C-1,10,\"'=\"\"a\"\"&b\",\" '+x\"")]
    [InlineData("-x,10,gold,\t=y", "'-x,10,gold,\t'=y")]
    [InlineData("'=x,10,gold,＝y", "''=x,10,gold,'＝y")]
    public async Task Cells_that_a_spreadsheet_would_run_have_an_apostrophe(string row, string expected) =>
        Assert.StartsWith($"{expected},0123456789ab,0.", (await RowsAsync(row))[0]);

    [Fact]
    public async Task A_cell_with_a_carriage_return_is_quoted() =>
        Assert.StartsWith("C-1,10,\"go\rld\",\"=x\",0123456789ab".Replace("\"=x\"", "'=x"), (await RowsAsync("C-1,10,go\rld,=x"))[0]);

    [Fact]
    public async Task A_row_that_cannot_be_scored_keeps_its_cells_and_one_that_cannot_be_read_has_its_line()
    {
        var rows = await RowsAsync("C-1,long,gold,x\nC-2,10\nC-3,10,gold,x");

        Assert.StartsWith("C-1,long,gold,x,0123456789ab,,,\"invalidCustomer: tenure must be", rows[0]);
        Assert.Equal(",,,,0123456789ab,,,brokenRow: The row on line 3 cannot be read (fieldCount).", rows[1]);
        Assert.StartsWith("C-3,10,gold,x,0123456789ab,0.", rows[2]);
    }

    [Fact]
    public async Task Columns_of_the_score_have_names_of_their_own()
    {
        var scores = await CsvScores.ScoreAsync("tenure,probability,error,probability_2\n1,2,3,4\n", Served, new CsvOptions(CsvForm.Table));

        Assert.Equal("tenure,probability,error,probability_2,version,probability_3,decision,error_2", scores.Split("\r\n")[0]);
    }

    [Fact]
    public async Task Runs_of_spaces_become_commas()
    {
        var scores = await CsvScores.ScoreAsync("customerId  tenure\nC-1   10\nC-2   20\n=x   1,5\n", Served, new CsvOptions(CsvForm.Table));

        Assert.StartsWith("customerId,tenure,version,", scores);
        Assert.Contains("\r\nC-1,10,0123456789ab,0.", scores, StringComparison.Ordinal);
        Assert.Contains("\r\n'=x,\"1,5\",0123456789ab,", scores, StringComparison.Ordinal);
    }

    private static async Task<string[]> RowsAsync(string rows)
    {
        var scores = await CsvScores.ScoreAsync($"customerId,tenure,=tier,comment\n{rows}\n", Served, new CsvOptions(CsvForm.Table));
        Assert.StartsWith("customerId,tenure,'=tier,comment,version,probability,decision,error\r\n", scores);
        return scores.Split("\r\n")[1..];
    }
}
