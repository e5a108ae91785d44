using System.Text;
using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

/// <summary>What cannot be used in model.json is refused with its key and what is allowed.</summary>
public sealed class ModelSettingsRefusalTests
{
    [Theory]
    [InlineData("""{ "lable": "x" }""")]
    [InlineData("""{ "lable": null }""")]
    [InlineData("""{ "Label": "x" }""")]
    public void An_unknown_key_names_the_allowed_ones(string json)
    {
        var message = Refuse(json);

        Assert.Contains("\" is not a key", message);
        foreach (var key in (string[])["label", "task", "positive", "id", "columns", "exclude", "sensitive", "types", "group", "time", "trainers", "costs", "allow", "budgetSeconds", "seed"])
            Assert.Contains(key, message);
    }

    [Theory]
    [InlineData("label", "3", "a text")]
    [InlineData("label", "\"\"", "a text")]
    [InlineData("id", "[\"a\"]", "a text")]
    [InlineData("task", "\"ranking\"", "binary, multiclass, regression")]
    [InlineData("task", "\"Binary\"", "binary, multiclass, regression")]
    [InlineData("task", "1", "binary, multiclass, regression")]
    [InlineData("positive", "[1]", "a text, a number, true or false")]
    [InlineData("columns", "\"a,b\"", "a list of texts")]
    [InlineData("exclude", "[\"a\", 1]", "a list of texts")]
    [InlineData("types", "[\"numeric\"]", "an object of column names and types")]
    [InlineData("costs", "3", "numbers above 0")]
    [InlineData("costs", """{ "falsePositive": 1 }""", "numbers above 0")]
    [InlineData("costs", """{ "falsePositive": 1, "falseNegative": 0 }""", "numbers above 0")]
    [InlineData("costs", """{ "falsePositive": 1, "falseNegative": -2 }""", "numbers above 0")]
    [InlineData("costs", """{ "falsePositive": 1, "falseNegative": 1e999 }""", "numbers above 0")]
    [InlineData("costs", """{ "falsePositive": 1, "falseNegative": "5" }""", "numbers above 0")]
    [InlineData("costs", """{ "falsePositive": 1, "falseNegative": 5, "profit": 1 }""", "numbers above 0")]
    [InlineData("seed", "\"7\"", "a whole number")]
    [InlineData("seed", "7.5", "a whole number")]
    [InlineData("seed", "3000000000", "a whole number")]
    public void A_value_of_the_wrong_kind_is_refused_with_what_is_expected(string key, string value, string expected)
    {
        var message = Refuse($$"""{ "{{key}}": {{value}} }""");

        Assert.Contains($"\"{key}\" must be ", message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void An_unknown_column_type_is_refused_with_the_column()
    {
        var message = Refuse("""{ "types": { "zip": "colour" } }""");

        Assert.Contains("\"types.zip\" must be one of numeric, categorical, boolean, date, text, identifier, constant", message);
    }

    [Theory]
    [InlineData("{\n  \"label\" \"x\" }", "line 2, column 11")]
    [InlineData("{ \"label\": \"x\" ", "line 1")]
    [InlineData("", "line 1")]
    [InlineData("label = x", "line 1, column 1")]
    public void Broken_json_is_refused_with_its_place(string json, string place) => Assert.Contains(place, Refuse(json));

    [Theory]
    [InlineData("[]")]
    [InlineData("\"label\"")]
    [InlineData("null")]
    public void Anything_but_an_object_is_refused(string json) => Assert.Contains("one object", Refuse(json));

    [Theory]
    [InlineData("""{ "label": "a", "label": "b" }""")]
    [InlineData("""{ "types": { "zip": "numeric", "zip": "categorical" } }""")]
    [InlineData("""{ "costs": { "falsePositive": 1, "falsePositive": 2 } }""")]
    public void A_key_given_twice_is_refused(string json) => Assert.Contains("twice", Refuse(json));

    [Theory]
    [InlineData("""{ "label": "\ud800" }""")]
    [InlineData("""{ "\ud800": "label" }""")]
    [InlineData("""{ "exclude": ["\udc00"] }""")]
    public void Half_a_character_is_refused(string json) => Assert.Contains("escape", Refuse(json));

    [Fact]
    public void Another_encoding_than_utf8_is_refused_by_name() =>
        Assert.Contains("UTF-8", Refuse(Encoding.Latin1.GetBytes("""{ "label": "Kündigung" }""")));

    [Fact]
    public void Whatever_the_file_holds_it_is_read_or_refused() =>
        Gen.String[Gen.Char["{}[]\":,\\ud80 labestyp1"], 0, 40].Select(text => $$"""{ "label": "a", "types": { "zip": "numeric" } {{text}} }""").Sample(json =>
        {
            try
            {
                return ModelSettingsReader.Read(Encoding.UTF8.GetBytes(json)) is not null;
            }
            catch (RejectedException rejected)
            {
                return rejected.Reason == RejectionReasons.InvalidSettings;
            }
        });

    private static string Refuse(string json) => Refuse(Encoding.UTF8.GetBytes(json));

    private static string Refuse(byte[] json)
    {
        var rejected = Assert.Throws<RejectedException>(() => ModelSettingsReader.Read(json));
        Assert.Equal(RejectionReasons.InvalidSettings, rejected.Reason);
        Assert.StartsWith("model.json cannot be used: ", rejected.Message);
        return rejected.Message;
    }
}
