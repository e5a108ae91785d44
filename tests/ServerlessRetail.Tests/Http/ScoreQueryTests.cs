using Microsoft.AspNetCore.Http;
using ServerlessRetail.Http;

namespace ServerlessRetail.Tests.Http;

public sealed class ScoreQueryTests
{
    [Fact]
    public void A_query_without_a_word_asks_for_nothing() =>
        Assert.Equal(new ScoreQuery(null, null, Strict: false, null), Accepted(""));

    [Fact]
    public void Everything_can_be_asked_for_at_once() => Assert.Equal(
        new ScoreQuery(5, 0.25, Strict: true, "0123456789ab"), Accepted("?reasons=5&threshold=0.25&strict=True&version=0123456789ab"));

    [Theory]
    [InlineData("?Reasons=7")]
    [InlineData("?%72easons=%37")]
    [InlineData("?other=1&reasons=7&another")]
    public void Names_are_read_in_any_case_and_with_escapes_and_others_are_passed_over(string query) => Assert.Equal(7, Accepted(query).Reasons);

    [Theory]
    [InlineData("?threshold=0", 0)]
    [InlineData("?threshold=1", 1)]
    [InlineData("?threshold=5e-2", 0.05)]
    public void A_threshold_is_a_number_from_0_to_1(string query, double expected) => Assert.Equal(expected, Accepted(query).Threshold);

    [Theory]
    [InlineData("?reasons=101", "reasons")]
    [InlineData("?reasons=", "reasons")]
    [InlineData("?threshold=1.01", "threshold")]
    [InlineData("?threshold=-0.1", "threshold")]
    [InlineData("?threshold=NaN", "threshold")]
    [InlineData("?threshold=0,4", "threshold")]
    [InlineData("?threshold=0.1&threshold=0.2", "threshold")]
    [InlineData("?strict=yes", "strict")]
    [InlineData("?strict=true&strict=true", "strict")]
    [InlineData("?reasons=1&REASONS=1", "reasons")]
    [InlineData("?version=champion", "version")]
    [InlineData("?version=0123456789AB", "version")]
    [InlineData("?version=0123456789ab&version=0123456789ab", "version")]
    public void What_cannot_be_used_is_refused_by_its_name(string query, string name)
    {
        var problem = Read(query, out _);

        Assert.Equal("invalidQuery", problem!.Code);
        Assert.Contains($"query parameter {name} must be", problem.Detail);
    }

    private static ScoreQuery Accepted(string query)
    {
        Assert.Null(Read(query, out var read));
        return read;
    }

    private static Problem? Read(string query, out ScoreQuery read) => ScoreQuery.Read(new QueryString(query), out read);
}
