using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Datasets;
using ServerlessRetail.Tests.Scoring;
using ServerlessRetail.Tests.Training;

namespace ServerlessRetail.Tests.Features;

/// <summary>The words for "missing" of model.json mean the same in a customer's fields as in the training file.</summary>
public sealed class OwnMissingWordsTests
{
    [Theory]
    [InlineData("\"keine Angabe\"")]
    [InlineData("\" KEINE ANGABE \"")]
    [InlineData("\"-1\"")]
    [InlineData("-1")]
    [InlineData("\"N/A\"")]
    [InlineData("null")]
    public async Task A_field_with_such_a_word_is_missing(string value)
    {
        var model = await TrainAsync("keine Angabe", "-1");

        var customer = new CustomerReader(model).Read(Sent.Element($$"""{ "tier": {{value}}, "spend": {{value}} }"""), "");

        Assert.Equal([float.NaN, float.NaN], customer.Cells);
        Assert.Empty(customer.Errors);
        Assert.Equal([ScoreWarningCodes.MissingValue, ScoreWarningCodes.MissingValue], customer.Warnings.Select(warning => warning.Code));
    }

    [Fact]
    public async Task Without_own_words_they_are_values()
    {
        var model = await TrainAsync();

        var customer = new CustomerReader(model).Read(Sent.Element("""{ "tier": "keine Angabe", "spend": -1 }"""), "");

        Assert.Equal(-1, customer.Cells[1]);
        Assert.Equal("keine Angabe", ((CategoricalFeature)model.Recipe.Columns[0]).Categories[(int)customer.Cells[0]]);
    }

    [Fact]
    public async Task They_are_part_of_the_model_file()
    {
        var model = await TrainAsync("keine Angabe", "-1");

        Assert.Equal(["keine Angabe", "-1"], model.Recipe.MissingWords);
        Assert.True(model.Recipe.CellText.IsMissing("Keine Angabe"));
        Assert.Null((await TrainAsync()).Recipe.MissingWords);
    }

    /// <summary>A model that went through its file, as every model that scores has.</summary>
    private static async Task<FittedModel> TrainAsync(params string[] words)
    {
        string[] tiers = ["gold", "silver", "keine Angabe"];
        var rows = Enumerable.Range(0, 120).Select(i => $"{tiers[i % 3]},{(i % 7 == 0 ? -1 : i % 10)},{(i * 31 % 10 < 4 ? "yes" : "no")}\n");
        var reading = await Reading.OfAsync("tier,spend,churn\n" + string.Concat(rows), new ReadOptions { MissingValues = words });
        return Fitting.Of(reading.Dataset).Reloaded();
    }
}
