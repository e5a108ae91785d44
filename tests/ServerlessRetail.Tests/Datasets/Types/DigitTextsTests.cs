using System.Globalization;
using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets.Types;

/// <summary>Dates and codes of digits stay what they are in a file, however many of them differ.</summary>
public sealed class DigitTextsTests
{
    private const int Rows = 1_500;

    [Theory]
    [InlineData(60)]
    [InlineData(1_024)]
    [InlineData(1_025)]
    [InlineData(1_500)]
    public async Task Days_of_eight_digits_are_dates_whatever_their_number(int distinct)
    {
        var (column, schema) = await ReadAsync("since", row => Day(row % distinct));

        Assert.Equal((ColumnType.Date, "yyyyMMdd"), (schema.Type, schema.Format));
        Assert.Equal($"{distinct} of {distinct} distinct texts are dates as yyyyMMdd", schema.Evidence);
        Assert.IsType<CodedColumn>(column);
    }

    [Fact]
    public async Task Days_of_eight_digits_are_dates_in_any_column() =>
        Assert.Equal(ColumnType.Date, (await ReadAsync("x", Day)).Schema.Type);

    [Fact]
    public async Task Amounts_of_eight_digits_are_numbers()
    {
        var random = new Random(3);

        var (column, schema) = await ReadAsync("x", _ => $"{random.Next(10_000_000, 16_000_000)}");

        Assert.Equal(ColumnType.Numeric, schema.Type);
        Assert.IsType<NumberColumn>(column);
    }

    [Theory]
    [InlineData("article", "0000000000000", 4_006_381_333_931)]
    [InlineData("contract number", "00000000", 20_000_001)]
    [InlineData("ref", "00000", 7)]
    [InlineData("ref", "000000000", 12)]
    public async Task Codes_that_lose_something_as_numbers_are_identifiers_with_every_digit(string name, string format, long first)
    {
        string Code(int row) => (first + (row * 37L)).ToString(format, CultureInfo.InvariantCulture);

        var (column, schema) = await ReadAsync(name, Code);

        Assert.Equal((ColumnType.Identifier, ColumnRole.Id), (schema.Type, schema.Role));
        var coded = Assert.IsType<CodedColumn>(column);
        Assert.All(Enumerable.Range(0, Rows), row => Assert.Equal(Code(row), coded.GetValue(coded.GetCode(row))));
    }

    [Fact]
    public void A_few_codes_are_identifiers_for_the_same_reason()
    {
        var dataset = new DatasetBuilder(60).Texts("ref", row => $"{row * 613:00000}").Numbers("visits", row => row % 9).Cycle("churn", "yes", "no").Build();

        var column = SchemaInference.Infer(dataset, new ModelSettings()).Columns[0];

        Assert.Equal(ColumnType.Identifier, column.Type);
        Assert.Contains("some begin with a zero", column.Evidence);
    }

    /// <summary>Two customers whose numbers a float cannot tell apart are two.</summary>
    [Fact]
    public async Task Long_numbers_of_customers_who_come_back_stay_apart()
    {
        var (column, schema) = await ReadAsync("customer_id", row => $"{99_999_990 + (row * 4 / 5)}");

        Assert.Equal(ColumnType.Identifier, schema.Type);
        Assert.Equal(Rows * 4 / 5, ((CodedColumn)column).DistinctCount);
    }

    [Fact]
    public async Task In_a_parquet_file_of_whole_numbers_it_is_the_same()
    {
        var bytes = await ParquetFile.WriteAsync(
            1_000,
            ParquetFile.Values<long>("ref", [.. Enumerable.Range(0, Rows).Select(row => (long?)(4_006_381_333_931 + (37 * row)))]),
            ParquetFile.Values<int>("since", [.. Enumerable.Range(0, Rows).Select(row => (int?)int.Parse(Day(row), CultureInfo.InvariantCulture))]),
            ParquetFile.Texts("churn", [.. Enumerable.Range(0, Rows).Select(row => row % 3 == 0 ? "yes" : "no")]));

        var schema = SchemaInference.Infer((await Reading.OfAsync(bytes)).Dataset, new ModelSettings());

        Assert.Equal([ColumnType.Identifier, ColumnType.Date], schema.Columns.Take(2).Select(column => column.Type));
        Assert.Equal(Rows, schema.Columns[0].Distinct);
    }

    [Theory]
    [InlineData("account_total", "{0}0123456")]
    [InlineData("created", "17{0}0000")]
    [InlineData("event_timestamp", "17{0}0000")]
    public async Task Amounts_and_moments_by_their_name_are_none(string name, string format) =>
        Assert.Equal(ColumnType.Numeric, (await ReadAsync(name, row => string.Format(CultureInfo.InvariantCulture, format, 1_000 + row))).Schema.Type);

    [Fact]
    public async Task Round_amounts_and_amounts_of_any_length_are_none()
    {
        var random = new Random(5);

        Assert.Equal(ColumnType.Numeric, (await ReadAsync("x", row => $"{20_000 + row}000")).Schema.Type);
        Assert.Equal(ColumnType.Numeric, (await ReadAsync("x", _ => $"{(long)Math.Exp(14 + (4 * random.NextDouble()))}")).Schema.Type);
    }

    [Theory]
    [InlineData("policy number", false)]
    [InlineData("number of visits", true)]
    [InlineData("price", true)]
    [InlineData("num", true)]
    [InlineData("article", false)]
    public void An_amount_is_one_by_its_name(string name, bool expected) => Assert.Equal(expected, new NameWords(name).IsAmount);

    [Fact]
    public void No_column_of_random_amounts_is_taken_for_dates_or_codes() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[2, 16_000_000]).Sample((seed, most) =>
        {
            var random = new Random(seed);
            var builder = new DatasetBuilder(200).Texts("x", _ => $"{random.Next(1, most)}").Cycle("churn", "yes", "no");
            return SchemaInference.Infer(builder.Texts("y", row => $"y{row % 3}").Build(), new ModelSettings { Label = "churn" }).Columns[0].Type
                is ColumnType.Numeric or ColumnType.Boolean;
        }, iter: 200, seed: "0000KOIKCEn4");

    private static string Day(int index) => new DateOnly(1990, 1, 1).AddDays(7 * index).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static async Task<(Column Column, ColumnSchema Schema)> ReadAsync(string name, Func<int, string> cell)
    {
        var text = $"{name},visits,churn\n" + string.Concat(Enumerable.Range(0, Rows).Select(row => $"{cell(row)},{row % 9},{(row % 3 == 0 ? "yes" : "no")}\n"));
        var dataset = (await Reading.OfAsync(text)).Dataset;
        return (dataset.Columns[0], SchemaInference.Infer(dataset, new ModelSettings()).Columns[0]);
    }
}
