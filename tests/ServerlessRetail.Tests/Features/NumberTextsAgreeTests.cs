using System.Globalization;
using System.Text.Json;
using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Datasets;
using ServerlessRetail.Tests.Scoring;
using ServerlessRetail.Tests.Training;

namespace ServerlessRetail.Tests.Features;

/// <summary>A text in a column of numbers is read when scoring as it was read in training, in whatever format the file writes its numbers.</summary>
public sealed class NumberTextsAgreeTests
{
    private const int Rows = 90;

    [Theory]
    [InlineData("point", "{0:0.##}")]
    [InlineData("comma", "{0:0.##}", ",")]
    [InlineData("point-grouped", "{0:#,##0.##}")]
    [InlineData("comma-grouped", "{0:#,##0.##}", ",", ".")]
    [InlineData("point-grouped", "{0:#,##0.##}", ".", "'")]
    [InlineData("comma-grouped", "{0:#,##0.00}", ",", " ")]
    [InlineData("point-currency", "${0:0.00}")]
    [InlineData("comma-grouped-currency", "{0:#,##0.00} €", ",", ".")]
    [InlineData("point-percent", "{0:0.##} %")]
    [InlineData("comma-percent", "{0:0.##}%", ",")]
    public void A_cell_of_the_training_file_gives_the_number_that_training_saw(string format, string pattern, string mark = ".", string group = ",")
    {
        var culture = new NumberFormatInfo { NumberDecimalSeparator = mark, NumberGroupSeparator = group };
        var cells = Enumerable.Range(0, Rows).Select(row => row % 10 == 4 ? "NA" : string.Format(culture, pattern, 1_000.25 + (37.5 * row))).ToArray();
        var (model, column) = Train(cells);

        Assert.Equal(format, column.NumberFormat.Id);
        Assert.All(Enumerable.Range(0, Rows), row => Assert.Equal(column.GetNumber(row), Read(model, JsonSerializer.Serialize($" {cells[row]} ")).Cells[0]));
    }

    [Fact]
    public void Whatever_training_reads_as_a_number_or_as_missing_scoring_does_too() =>
        Gen.Select(
            Gen.Double[-1e5, 1e5].Select(number => number.ToString("0.###", CultureInfo.InvariantCulture)).Array[Rows],
            Gen.Int[0, Rows - 1], Gen.Int[0, 5]).Sample((cells, place, kind) =>
            {
                cells[place] = ((string[])["", "n/a", "-", "x", "1e400", "12,5 EUR"])[kind];
                var (model, column) = Train(cells);

                var customer = Read(model, JsonSerializer.Serialize(cells[place]));

                return column.IsMissing(place) == (customer.Errors.Count == 0) && float.IsNaN(customer.Cells[0]);
            }, iter: 60, seed: "0000KOIKCEn4");

    /// <summary>In a file such a cell costs itself and is told; whoever sends one can mend it.</summary>
    [Theory]
    [InlineData("\"x\"")]
    [InlineData("\"1,5\"")]
    [InlineData("\"12 %\"")]
    [InlineData("\"1e400\"")]
    [InlineData("true")]
    [InlineData("[1]")]
    public void What_training_could_not_read_is_an_error_with_its_path(string value)
    {
        var (model, _) = Train([.. Enumerable.Range(0, Rows).Select(row => row == 3 ? "x" : $"{row}.5")]);

        var error = Assert.Single(Read(model, value, "customers[2]").Errors);

        Assert.Equal(("customers[2].spend", FieldError.WrongType), (error.Path, error.Code));
        Assert.StartsWith("spend must be a number, for example ", error.Detail);
    }

    private static (FittedModel Model, Column Column) Train(string[] cells)
    {
        var lines = cells.Select((cell, row) => $"\"{cell}\";{row % 4};{(row * 7 % 10 < 4 ? "yes" : "no")}\n");
        var fitting = Fitting.Of(Reading.OfAsync("spend;visits;churn\n" + string.Concat(lines)).GetAwaiter().GetResult().Dataset);
        return (fitting.Model, fitting.Dataset.Columns[0]);
    }

    private static Customer Read(FittedModel model, string value, string path = "") =>
        new CustomerReader(model).Read(Sent.Element($$"""{ "spend": {{value}}, "visits": 1 }"""), path);
}
