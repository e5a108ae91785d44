using ServerlessRetail.Scoring;

namespace ServerlessRetail.Tests.Scoring;

/// <summary>What fields a customer has.</summary>
public sealed class CustomerReaderTests
{
    [Fact]
    public void A_complete_customer_gives_cells_in_the_order_of_the_recipe_and_no_word()
    {
        var customer = Sent.Read(Sent.Complete);

        Assert.Equal("C-17", customer.Id);
        Assert.Equal([10, 1, 55.5f, 0], customer.Cells);
        Assert.Equal(["10", "1", "55.5", "\"gold\""], customer.Values.Select(value => value?.GetRawText()));
        Assert.Empty(customer.Warnings);
        Assert.Empty(customer.Errors);
    }

    [Theory]
    [InlineData("\"0042\"", "0042")]
    [InlineData("42", "42")]
    [InlineData("null", null)]
    public void The_id_is_echoed_as_it_was_sent(string json, string? expected) => Assert.Equal(expected, Sent.ReadWith("customerId", json).Id);

    [Fact]
    public void A_field_that_is_not_there_is_missing_with_a_warning()
    {
        var customer = Sent.Read("""{ "tenure": 10, "flag": 0, "tier": "gold" }""");

        Assert.Equal([10, 0, float.NaN, 0], customer.Cells);
        Assert.Null(customer.Values[2]);
        Assert.Null(customer.Id);
        AssertOneWarning(customer, ScoreWarningCodes.MissingField, "monthlySpend");
    }

    [Theory]
    [InlineData("tenure", "null")]
    [InlineData("tenure", "\"\"")]
    [InlineData("tier", "null")]
    [InlineData("tier", "\" N/A \"")]
    public void An_empty_value_is_missing_with_a_warning(string column, string value)
    {
        var customer = Sent.ReadWith(column, value);

        Assert.Equal(float.NaN, customer.Cells[column == "tenure" ? 0 : 3]);
        AssertOneWarning(customer, ScoreWarningCodes.MissingValue, column);
    }

    [Fact]
    public void Of_a_field_sent_twice_the_last_counts()
    {
        var customer = Sent.Read("""{ "tenure": 10, "flag": 1, "monthlySpend": 5, "tier": "gold", "tenure": null }""");

        Assert.Equal(float.NaN, customer.Cells[0]);
    }

    [Theory]
    [InlineData("shoeSize", "no such column")]
    [InlineData("Tenure", "Did you mean tenure?")]
    [InlineData("monthly_spend", "Did you mean monthlySpend?")]
    [InlineData("Monthly Spend", "Did you mean monthlySpend?")]
    public void A_field_that_the_model_does_not_know_is_ignored_with_a_hint(string field, string hint)
    {
        var customer = Sent.ReadWith(field, "3");

        Assert.Equal([10, 1, 55.5f, 0], customer.Cells);
        AssertOneWarning(customer, ScoreWarningCodes.UnknownField, field);
        Assert.Contains(hint, customer.Warnings[0].Detail);
    }

    [Theory]
    [InlineData("churn")]
    [InlineData("email")]
    public void The_label_and_columns_that_training_left_out_may_be_sent(string column) => Assert.Empty(Sent.ReadWith(column, "\"x\"").Warnings);

    [Theory]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("\"gold\"")]
    [InlineData("null")]
    public void Anything_but_an_object_is_an_error(string json)
    {
        var error = Assert.Single(Sent.Read(json, "customers[4]").Errors);

        Assert.Equal(("customers[4]", FieldError.NotAnObject), (error.Path, error.Code));
        Assert.StartsWith("customers[4] must be an object", error.Detail);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "shoeSize": 44, "customerId": "x" }""")]
    public void A_customer_of_whom_nothing_is_known_is_an_error_that_lists_the_columns(string json)
    {
        var error = Assert.Single(Sent.Read(json).Errors);

        Assert.Equal(FieldError.NoKnownField, error.Code);
        Assert.Contains("tenure, flag, monthlySpend, tier", error.Detail);
    }

    [Fact]
    public void A_strict_reader_makes_errors_of_what_a_score_would_have_to_make_do_with()
    {
        var customer = Sent.Read("""{ "tenure": 500, "flag": null, "tier": "platinum", "Tier": "gold" }""", "[2]", strict: true);

        Assert.Equal(
            [
                ("[2].tenure", ScoreWarningCodes.OutOfRange), ("[2].tier", ScoreWarningCodes.UnseenCategory),
                ("[2].Tier", ScoreWarningCodes.UnknownField), ("[2].monthlySpend", ScoreWarningCodes.MissingField),
            ],
            customer.Errors.Select(error => (error.Path, error.Code)));
        Assert.Equal("Tier: The model has no such column. Did you mean tier?", customer.Errors[2].Detail);
        Assert.Equal(("flag", ScoreWarningCodes.MissingValue), (Assert.Single(customer.Warnings).Column, customer.Warnings[0].Code));
    }

    [Fact]
    public void A_strict_reader_has_nothing_to_say_about_a_complete_customer()
    {
        var customer = Sent.Read(Sent.Complete, strict: true);

        Assert.Empty(customer.Errors);
        Assert.Empty(customer.Warnings);
    }

    private static void AssertOneWarning(Customer customer, string code, string column)
    {
        var warning = Assert.Single(customer.Warnings);
        Assert.Equal((code, column), (warning.Code, warning.Column));
        Assert.Empty(customer.Errors);
    }
}
