using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets.PersonalData;

/// <summary>A file without a header must not make column names of its first customer.</summary>
public sealed class PersonalHeaderTests
{
    private const string Customers = "jane.doe@example.org,north,3\njoe@example.org,south,5\n";

    [Theory]
    [InlineData("an e-mail address", Customers)]
    [InlineData("an account number", "DE89370400440532013000,north\nx,south\n")]
    [InlineData("a card number", "north,4111111111111111\nsouth,1\n")]
    [InlineData("a phone number", "north,+49 171 5550001\nsouth,1\n")]
    [InlineData("an e-mail address", "{\"jane.doe@example.org\":1}\n{\"joe@example.org\":2}\n")]
    public async Task It_is_refused_with_the_place_and_without_the_value(string what, string text)
    {
        var rejected = await Reading.RejectedAsync(text);

        Assert.Equal(RejectionReasons.UnreadableHeader, rejected.Reason);
        Assert.Contains($"should stand, there is {what}", rejected.Message);
        Assert.Contains("\"columns\" in model.json", rejected.Message);
        Assert.DoesNotContain(text.Split(',')[0], rejected.Message);
    }

    [Fact]
    public async Task Names_in_the_settings_are_the_remedy()
    {
        var reading = await Reading.OfAsync(Customers, new ReadOptions { ColumnNames = ["email", "region", "visits"] });

        Assert.Equal(2, reading.Dataset.RowCount);
    }

    [Theory]
    [InlineData("2024-01-01,2024-02-01\n1,x\n")]
    [InlineData("e-mail,phone (mobile),iban\nx,1,y\n")]
    [InlineData("spend 2023,spend 2024,q1.2.3.4\nx,1,y\n")]
    public async Task Names_of_columns_are_none(string text) => Assert.Equal(1, (await Reading.OfAsync(text)).Dataset.RowCount);
}
