using System.Text;
using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Guards;

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
        foreach (var key in (string[])["label", "task", "positive", "id", "columns", "exclude", "sensitive", "types", "group", "time", "trainers", "costs", "budget", "allow", "budgetSeconds", "seed", "sheet", "missing", "maxBadRows", "memoryMegabytes"])
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
    [InlineData("sheet", "1", "a text")]
    [InlineData("missing", "\"none\"", "a list of at most 1000 texts or numbers")]
    [InlineData("missing", "[\"\"]", "of 1 to 100 characters")]
    [InlineData("missing", "[\"  \"]", "of 1 to 100 characters")]
    [InlineData("missing", "[null]", "texts or numbers")]
    [InlineData("missing", "[[\"none\"]]", "texts or numbers")]
    [InlineData("maxBadRows", "20", "a number from 0 to 1")]
    [InlineData("maxBadRows", "-0.1", "a number from 0 to 1")]
    [InlineData("maxBadRows", "\"0.2\"", "a number from 0 to 1")]
    [InlineData("group", "[\"a\"]", "a text")]
    [InlineData("time", "7", "a text")]
    [InlineData("budget", "0", "above 0 and below 1")]
    [InlineData("budget", "20", "above 0 and below 1")]
    [InlineData("budgetSeconds", "-1", "above 0 and at most 86400")]
    [InlineData("budgetSeconds", "\"60\"", "above 0 and at most 86400")]
    [InlineData("trainers", "\"boostedTrees\"", "a list of names, or of objects")]
    [InlineData("trainers", "[]", "a list of names, or of objects")]
    [InlineData("trainers", "[7]", "a list of names, or of objects")]
    [InlineData("trainers", """[{ "leaves": 8 }]""", "a list of names, or of objects")]
    [InlineData("trainers", """[{ "name": "boostedTrees", "leaves": "8" }]""", "a number or a list of numbers")]
    [InlineData("trainers", """[{ "name": "boostedTrees", "leaves": [] }]""", "a number or a list of numbers")]
    [InlineData("trainers", """[{ "name": "boostedTrees", "leaves": 1e999 }]""", "a number or a list of numbers")]
    [InlineData("trainers", """[{ "name": "neuralNetwork", "preset": 1 }]""", "must be a text")]
    [InlineData("memoryMegabytes", "0", "from 1 to 1048576")]
    [InlineData("memoryMegabytes", "0.5", "a whole number of megabytes")]
    [InlineData("memoryMegabytes", "99999999999", "from 1 to 1048576")]
    [InlineData("seed", "\"7\"", "a whole number")]
    [InlineData("seed", "7.5", "a whole number")]
    [InlineData("seed", "3000000000", "a whole number")]
    public void A_value_of_the_wrong_kind_is_refused_with_what_is_expected(string key, string value, string expected)
    {
        var message = Refuse($$"""{ "{{key}}": {{value}} }""");

        Assert.Contains($"\"{key}\" must be ", message);
        Assert.Contains(expected, message);
    }

    [Theory]
    [InlineData(1_001, 1)]
    [InlineData(1, 101)]
    public void Too_many_or_too_long_words_for_missing_are_refused(int count, int length)
    {
        var words = string.Join(", ", Enumerable.Range(0, count).Select(_ => $"\"{new string('x', length)}\""));

        Assert.Contains("\"missing\" must be ", Refuse($$"""{ "missing": [{{words}}] }"""));
    }

    [Theory]
    [InlineData("targetleakage")]
    [InlineData("leakage")]
    [InlineData("")]
    [InlineData("targetLeakage:spend")]
    [InlineData("personalData:")]
    [InlineData("personaldata:email")]
    public void An_unknown_name_under_allow_is_refused_with_the_allowed_ones(string name)
    {
        var message = Refuse($$"""{ "allow": ["labelSum", "{{name}}"] }""");

        Assert.Contains($"\"allow\" must be a list of names; \"{name}\" is none.", message);
        foreach (var known in ConstantsOf(typeof(GuardNames)).Append("schemaChanged").Append("personalData:<column>").Append("sentinelValue:<column>"))
            Assert.Contains(known, message);
    }

    [Fact]
    public void Every_guard_may_be_allowed()
    {
        foreach (var known in ConstantsOf(typeof(GuardNames)).Append("schemaChanged").Append("personalData").Append("personalData:e-mail: home").Append("sentinelValue:x"))
            Assert.Equal([known], ModelSettingsReader.Read(Encoding.UTF8.GetBytes($$"""{ "allow": ["{{known}}"] }""")).Allow);
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

    private static IEnumerable<string> ConstantsOf(Type type) =>
        type.GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    private static string Refuse(string json) => Refuse(Encoding.UTF8.GetBytes(json));

    private static string Refuse(byte[] json)
    {
        var rejected = Assert.Throws<RejectedException>(() => ModelSettingsReader.Read(json));
        Assert.Equal(RejectionReasons.InvalidSettings, rejected.Reason);
        Assert.StartsWith("model.json cannot be used: ", rejected.Message);
        return rejected.Message;
    }
}
