using CsCheck;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Tests.Scoring;

/// <summary>What values the fields of a customer may have.</summary>
public sealed class CustomerValueTests
{
    [Theory]
    [InlineData("10.25", 10.25f)]
    [InlineData("1e1", 10f)]
    [InlineData("\"10.25\"", 10.25f)]
    [InlineData("\" 10 \"", 10f)]
    [InlineData("1.0000000596046447753906251", 1.0000001f)]
    public void A_number_may_be_sent_as_a_number_or_as_text(string value, float expected) =>
        Assert.Equal(expected, Sent.ReadWith("tenure", value).Cells[0]);

    [Theory]
    [InlineData("\"1.234,5\"", 1234.5f)]
    [InlineData("\"1.234\"", 1234f)]
    [InlineData("\"234.5\"", 234.5f)]
    [InlineData("1.234", 1.234f)]
    public void Text_is_read_in_the_columns_own_number_format(string value, float expected) =>
        Assert.Equal(expected, Sent.ReadWith("monthlySpend", value).Cells[2]);

    [Theory]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    public void A_column_of_0_and_1_takes_true_and_false(string value, float expected) =>
        Assert.Equal(expected, Sent.ReadWith("flag", value).Cells[1]);

    [Theory]
    [InlineData("tenure", "true", "must be a number, for example 12")]
    [InlineData("tenure", "\"long\"", "must be a number")]
    [InlineData("tenure", "[10]", "must be a number")]
    [InlineData("tenure", "{}", "must be a number")]
    [InlineData("tenure", "1e400", "must be a number")]
    [InlineData("tenure", "1e39", "must be a number")]
    [InlineData("tier", "[\"gold\"]", "must be a text, for example \"gold\"")]
    [InlineData("tier", "{}", "must be a text")]
    [InlineData("tier", "\"\\ud800\"", "tier is not valid text")]
    public void A_value_of_the_wrong_type_is_an_error_with_its_path_and_an_example(string column, string value, string expected)
    {
        var error = Assert.Single(Sent.Read(Sent.With(column, value), "customers[3]").Errors);

        Assert.Equal(($"customers[3].{column}", FieldError.WrongType), (error.Path, error.Code));
        Assert.Contains(expected, error.Detail);
    }

    [Fact]
    public void Every_wrong_field_is_told_at_once()
    {
        var errors = Sent.Read("""{ "tenure": "long", "flag": 1, "monthlySpend": [], "tier": {} }""").Errors;

        Assert.Equal(["tenure", "monthlySpend", "tier"], errors.Select(error => error.Path));
    }

    [Fact]
    public void A_field_name_that_is_half_a_character_is_an_error() =>
        Assert.Equal(FieldError.WrongType, Assert.Single(Sent.ReadWith("\\ud800", "1").Errors).Code);

    [Theory]
    [InlineData("-1")]
    [InlineData("72.5")]
    public void A_number_outside_of_training_is_used_with_a_warning(string value)
    {
        var customer = Sent.ReadWith("tenure", value);

        var warning = Assert.Single(customer.Warnings);
        Assert.Equal((ScoreWarningCodes.OutOfRange, "tenure"), (warning.Code, warning.Column));
        Assert.Contains("0 to 72", warning.Detail);
        Assert.True(float.IsFinite(customer.Cells[0]));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("72")]
    public void The_ends_of_the_range_are_in_it(string value) => Assert.Empty(Sent.ReadWith("tenure", value).Warnings);

    [Theory]
    [InlineData("\"GOLD\"", 0)]
    [InlineData("\" bronze\\t\"", 2)]
    [InlineData("\"\\u0001silver\"", 1)]
    public void A_category_is_known_in_any_case_and_with_spaces_around_it(string value, int expected)
    {
        var customer = Sent.ReadWith("tier", value);

        Assert.Equal(expected, customer.Cells[3]);
        Assert.Empty(customer.Warnings);
    }

    [Theory]
    [InlineData("\"platinum\"")]
    [InlineData("3")]
    [InlineData("true")]
    public void A_category_that_training_did_not_see_is_unknown_with_a_warning(string value)
    {
        var customer = Sent.ReadWith("tier", value);

        var warning = Assert.Single(customer.Warnings);
        Assert.Equal(3, customer.Cells[3]);
        Assert.Equal((ScoreWarningCodes.UnseenCategory, "tier"), (warning.Code, warning.Column));
        Assert.Contains("gold, silver, bronze", warning.Detail);
    }

    [Fact]
    public void Whatever_is_sent_each_column_has_a_usable_cell_or_an_error() =>
        Gen.Select(Gen.Int[0, 3], Gen.OneOf(Gen.Double.Select(Written), Gen.String[Gen.Char["gold-1.e,3 N/A"], 0, 6].Select(text => $"\"{text}\""), Json)).Sample((place, value) =>
        {
            var column = ((string[])["tenure", "flag", "monthlySpend", "tier"])[place];

            var customer = Sent.ReadWith(column, value);

            return customer.Errors.Count == 1 || customer.Cells.All(cell => float.IsFinite(cell) || float.IsNaN(cell));
        });

    private static Gen<string> Json => Gen.Int[0, 4].Select(i => ((string[])["null", "true", "false", "[]", "{}"])[i]);

    private static string Written(double number) => double.IsFinite(number) ? number.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "0";
}
