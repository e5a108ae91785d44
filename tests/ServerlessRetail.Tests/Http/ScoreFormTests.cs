using ServerlessRetail.Http;

namespace ServerlessRetail.Tests.Http;

public sealed class ScoreFormTests
{
    [Theory]
    [InlineData(null, "Json")]
    [InlineData("", "Json")]
    [InlineData("application/json; charset=utf-8", "Json")]
    [InlineData("application/ld+json", "Json")]
    [InlineData("application/x-ndjson", "JsonLines")]
    [InlineData("Application/NDJSON;charset=utf-8", "JsonLines")]
    [InlineData("application/jsonl", "JsonLines")]
    [InlineData("application/x-www-form-urlencoded", null)]
    [InlineData("text/csv; header=present", "Csv")]
    [InlineData("text/plain", null)]
    public void The_content_type_names_the_form(string? contentType, string? expected) =>
        Assert.Equal(expected, ScoreForms.OfContentType(contentType)?.ToString());

    [Theory]
    [InlineData("application/x-ndjson", "JsonLines")]
    [InlineData("text/csv", "Csv")]
    [InlineData("application/json;q=0.5, application/x-ndjson", "JsonLines")]
    [InlineData("application/json, application/x-ndjson;q=0.5", "Json")]
    [InlineData("text/html, application/x-ndjson;q=0.5, */*;q=0.1", "JsonLines")]
    public void The_form_that_is_accepted_most_is_answered(string accept, string expected) =>
        Assert.All([ScoreForm.Json, ScoreForm.JsonLines], form => Assert.Equal(expected, ScoreForms.OfAccept(accept, form).ToString()));

    [Theory]
    [InlineData("")]
    [InlineData("*/*")]
    [InlineData("application/*")]
    [InlineData("image/png")]
    [InlineData("application/json;q=0, application/x-ndjson;q=0")]
    [InlineData("no media type at all")]
    public void Whoever_does_not_mind_or_asks_for_what_there_is_not_gets_the_form_that_was_sent(string accept) =>
        Assert.All([ScoreForm.Json, ScoreForm.JsonLines], form => Assert.Equal(form, ScoreForms.OfAccept(accept, form)));
}
