using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Datasets;
using ServerlessRetail.Tests.Scoring;
using ServerlessRetail.Tests.Training;

namespace ServerlessRetail.Tests.Features;

/// <summary>A number that stands for a missing cell in the training file does so in a customer who is scored, and in another file.</summary>
public sealed class MissingNumbersTests
{
    private const int Rows = 400;

    [Theory]
    [InlineData("-200")]
    [InlineData("-200.0")]
    [InlineData("-2e2")]
    [InlineData("\"-200\"")]
    [InlineData("\" -200,0 \"")]
    [InlineData("null")]
    [InlineData("\"NA\"")]
    public void A_customer_with_it_gets_the_vector_of_one_without(string value)
    {
        var model = Train();

        var customer = Read(model, $$"""{ "sensor": {{value}}, "region": 2 }""");

        Assert.Equal(float.NaN, customer.Cells[0]);
        Assert.Empty(customer.Errors);
        Assert.Equal((ScoreWarningCodes.MissingValue, "sensor"), Assert.Single(customer.Warnings.Select(warning => (warning.Code, warning.Column))));
        Assert.Equal(model.RawScore(Read(model, """{ "region": 2 }""").Cells, model.CreateSpace()), model.RawScore(customer.Cells, model.CreateSpace()));
    }

    [Theory]
    [InlineData("-999")]
    [InlineData("\"-999\"")]
    public void A_category_that_was_one_is_missing_too(string value) =>
        Assert.Equal(float.NaN, Read(Train(), $$"""{ "sensor": 5, "region": {{value}} }""").Cells[1]);

    [Fact]
    public void Any_other_number_is_a_number() => Assert.Equal(-201, Read(Train(), """{ "sensor": -201, "region": 1 }""").Cells[0]);

    [Fact]
    public void The_range_of_training_does_not_reach_it()
    {
        var sensor = (NumericFeature)Train().Recipe.Columns[0];

        Assert.Equal((0, 49, true), (sensor.Minimum, sensor.Maximum, sensor.FlagsMissing));
        Assert.Equal([-200], sensor.MissingNumbers);
    }

    /// <summary>In a file of few rows it may be too rare to be found; the model still knows it.</summary>
    [Fact]
    public void In_another_file_it_is_missing_without_being_found_there()
    {
        var other = new DatasetBuilder(3).Numbers("sensor", row => row == 0 ? -200 : row).Numbers("region", row => row == 1 ? -999 : 2).Build();

        var cells = CellMatrix.Create(other, Train().Recipe, [0, 1, 2]);

        Assert.Equal([float.NaN, 1, 2], [cells.Row(0)[0], cells.Row(1)[0], cells.Row(2)[0]]);
        Assert.Equal(float.NaN, cells.Row(1)[1]);
    }

    /// <summary>A model that went through its file. The file wrote decimal commas.</summary>
    private static FittedModel Train()
    {
        var lines = Enumerable.Range(0, Rows).Select(row =>
            $"{(row % 20 == 3 ? row % 40 == 3 ? "-200" : "-200,0" : $"{row % 50},0")};{(row % 15 == 0 ? -999 : 1 + (row % 6))};{((row * 7 % 50) + (row % 50) > 50 ? "yes" : "no")}\n");
        var reading = Reading.OfAsync("sensor;region;churn\n" + string.Concat(lines)).GetAwaiter().GetResult();
        return Fitting.Of(reading.Dataset).Reloaded();
    }

    private static Customer Read(FittedModel model, string json) => new CustomerReader(model).Read(Sent.Element(json), "");
}
