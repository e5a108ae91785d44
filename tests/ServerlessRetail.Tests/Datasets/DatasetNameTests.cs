using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class DatasetNameTests
{
    [Theory]
    [InlineData("churn/customers.csv", "churn", "customers.csv")]
    [InlineData("churn-2026/2026/11/customers.csv.gz", "churn-2026", "2026/11/customers.csv.gz")]
    [InlineData("b2/ü ß.csv", "b2", "ü ß.csv")]
    [InlineData("churn//customers.csv", "churn", "/customers.csv")]
    public void The_folder_names_the_model(string blob, string model, string file)
    {
        Assert.True(DatasetName.TryParse(blob, out var name));

        Assert.Equal(new DatasetName(model, file), name);
        Assert.Equal(blob, name.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("customers.csv")]
    [InlineData("/customers.csv")]
    [InlineData("churn/")]
    [InlineData("c/customers.csv")]
    [InlineData("Churn/customers.csv")]
    [InlineData("my model/customers.csv")]
    [InlineData("my_model/customers.csv")]
    [InlineData("chürn/customers.csv")]
    [InlineData("12345678901234567890123456789012345678901/customers.csv")]
    public void Other_blobs_belong_to_no_model(string blob)
    {
        Assert.False(DatasetName.TryParse(blob, out var name));

        Assert.Null(name);
    }

    [Theory]
    [InlineData("a", false)]
    [InlineData("ab", true)]
    [InlineData("1234567890123456789012345678901234567890", true)]
    [InlineData("12345678901234567890123456789012345678901", false)]
    [InlineData("a/b", false)]
    [InlineData("a.b", false)]
    public void A_model_name_has_2_to_40_characters_of_the_right_kind(string name, bool expected) =>
        Assert.Equal(expected, DatasetName.IsModelName(name));

    [Theory]
    [InlineData("churn/model.json", true)]
    [InlineData("churn/2026/model.json", false)]
    [InlineData("churn/Model.json", false)]
    public void Only_model_json_beside_the_files_holds_settings(string blob, bool expected)
    {
        Assert.True(DatasetName.TryParse(blob, out var name));

        Assert.Equal(expected, name.IsSettings);
    }

    [Fact]
    public void Any_text_is_parsed_or_refused_and_what_is_parsed_is_written_as_it_was() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["ab1-/.Ä "], 0, 60]).Sample(text =>
            !DatasetName.TryParse(text, out var name)
            || (name.ToString() == text && DatasetName.IsModelName(name.Model) && name.File.Length > 0));
}
