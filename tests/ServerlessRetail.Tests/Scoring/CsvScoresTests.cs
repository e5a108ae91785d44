using System.Buffers;
using System.Text;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Models;

namespace ServerlessRetail.Tests.Scoring;

public sealed class CsvScoresTests
{
    private static readonly ServedModel Served = new("churn", "0123456789ab", new ModelBuilder(ModelBuilder.RetailRecipe).Build());

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public async Task A_row_has_the_score_of_its_cells_as_texts_in_JSON(char delimiter)
    {
        var expected = new Scorer(Served).Score(
            Sent.Element("""{ "customerId": "C-1", "tenure": "10", "flag": "1", "monthlySpend": "1.055,50", "tier": "gold" }"""), "", reasons: 0);
        var csv = "customerId,tenure,flag,monthlySpend,tier\nC-1,10,1,#,gold\nC-2,,0,#,silver\n".Replace(',', delimiter).Replace("#", "\"1.055,50\"");

        var rows = await ScoreAsync(csv);

        Assert.Equal("customerId,version,probability,decision,error".Replace(',', delimiter), rows[0]);
        Assert.Equal(FormattableString.Invariant($"C-1,0123456789ab,{expected.Probability:R},{expected.Decision},").Replace(',', delimiter), rows[1]);
        Assert.StartsWith($"C-2{delimiter}", rows[2]);
        Assert.Equal(3, rows.Length);
    }

    [Fact]
    public async Task Without_an_id_the_line_is_told_and_reasons_have_columns()
    {
        var rows = await ScoreAsync("tenure,tier\n10,gold\n\n20,silver\n", reasons: 100);

        Assert.Equal("line,version,probability,decision,reason1,reason2,reason3,reason4,error", rows[0]);
        Assert.StartsWith("2,0123456789ab,0.", rows[1]);
        Assert.StartsWith("4,0123456789ab,0.", rows[2]);
        Assert.Matches("(tenure|flag|monthlySpend|tier) [+-][0-9.E-]+,", rows[1]);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_or_scored_has_an_error_in_its_place()
    {
        var rows = await ScoreAsync("customerId,tenure,tier\nC-1,10,gold\nC-2,10\nC-3,long,gold\nC-4,10,gold\nC-5,11,gold\n");

        Assert.StartsWith("C-1,", rows[1]);
        Assert.Equal(",0123456789ab,,,brokenRow: The row on line 3 cannot be read (fieldCount).", rows[2]);
        Assert.StartsWith("C-3,0123456789ab,,,\"invalidCustomer: tenure must be a number", rows[3]);
        Assert.EndsWith(",", rows[4]);
        Assert.Equal(6, rows.Length);
    }

    [Fact]
    public async Task No_text_of_an_answer_runs_as_a_formula_and_quotes_are_doubled()
    {
        var rows = await ScoreAsync("customerId,tenure,tier\n=1+1,10,gold\n@x,10,gold\n-5,10,gold\n\"a\"\"b\",10,gold\n");

        Assert.Equal(["'=1+1", "'@x", "-5", "\"a\"\"b\""], rows.Skip(1).Select(row => row.Split(',')[0]));
    }

    [Fact]
    public async Task More_rows_than_fit_into_a_batch_keep_their_order()
    {
        var csv = new StringBuilder("customerId,tenure,tier\n");
        for (var i = 0; i < 40_000; i++)
            csv.Append(i % 1000 == 999 ? $"{i}\n" : $"{i},10,gold\n");

        var rows = await ScoreAsync(csv.ToString());

        Assert.Equal(40_001, rows.Length);
        Assert.All(Enumerable.Range(0, 40_000), i => Assert.StartsWith(i % 1000 == 999 ? ",0123456789ab,,,brokenRow" : $"{i},0", rows[i + 1]));
    }

    [Fact]
    public async Task A_text_without_a_header_is_rejected() =>
        await Assert.ThrowsAsync<RejectedException>(() => CsvFile.OpenAsync(new MemoryStream("\n\n"u8.ToArray()), CancellationToken.None));

    [Fact]
    public async Task A_regression_has_a_prediction_and_no_decision()
    {
        var model = new ModelBuilder(ModelBuilder.RetailRecipe) { Bias = 2, Weights = new float[9], Scale = 10, Offset = 100, Label = ModelBuilder.SpendLabel }.Build();

        var rows = await ScoreAsync("customerId,tenure\nC-1,10\n", served: new ServedModel("spend", "0123456789ab", model));

        Assert.Equal(["customerId,version,prediction,error", "C-1,0123456789ab,120,"], rows);
    }

    [Fact]
    public async Task A_regression_with_intervals_has_their_ends_behind_the_prediction()
    {
        var model = new ModelBuilder(ModelBuilder.RetailRecipe) { Bias = 2, Weights = new float[9], Scale = 10, Offset = 100, Label = ModelBuilder.SpendLabel }.Build();
        model = new FittedModel(model.Description with { Interval = new ConformalInterval(0.9, [0], [20.5], [30], IsNonNegative: true) }, model.Predictors);

        var rows = await ScoreAsync("customerId,tenure\nC-1,10\nC-2,long\n", served: new ServedModel("spend", "0123456789ab", model));

        Assert.Equal(["customerId,version,prediction,lower,upper,error", "C-1,0123456789ab,120,99.5,150,"], rows[..2]);
        Assert.StartsWith("C-2,0123456789ab,,,,\"invalidCustomer", rows[2]);
    }

    private static async Task<string[]> ScoreAsync(string csv, int reasons = 0, ServedModel? served = null)
    {
        served ??= Served;
        await using var file = await CsvFile.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), TestContext.Current.CancellationToken);
        var scoring = new CsvScoring(served, file.Layout, new CsvOptions(CsvForm.Answer, reasons));
        var output = new ArrayBufferWriter<byte>();
        scoring.WriteHeader(output);
        await scoring.ScoreAsync(file, WriteAsync, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.WrittenSpan).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        ValueTask WriteAsync(ReadOnlyMemory<byte> scores, CancellationToken cancellationToken)
        {
            output.Write(scores.Span);
            return default;
        }
    }
}
