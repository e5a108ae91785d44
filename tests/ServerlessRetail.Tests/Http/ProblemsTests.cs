using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Http;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Tests.Http;

public sealed class ProblemsTests
{
    internal static readonly Problem[] All =
    [
        Problems.UnknownModel("churn"), Problems.UnknownVersion("churn", "61deb6c4c2b2", ofCard: false),
        Problems.VersionUnusable("churn", "61deb6c4c2b2", "It is damaged."), Problems.NoChampion("churn", lastRun: null), Problems.ChampionUnusable("churn", "It is damaged."),
        Problems.StorageUnavailable(), Problems.UnsupportedContentType("text/plain"), Problems.BodyTooLarge(), Problems.LineTooLong(1_000_000), Problems.NoKnownColumn(["tenure"]),
        Problems.UnreadableCsv("The file has no rows."), Problems.BrokenRow("fieldCount", 3), Problems.EmptyBody(),
        Problems.BrokenJson(new JsonException("", "", 1, 6)), Problems.NotCustomers(), Problems.TooManyCustomers(10_001, 10_000),
        Problems.InvalidCustomer([new FieldError("[3].tenure", FieldError.WrongType, "tenure must be a number.")]), Problems.InvalidQuery("reasons", "a number"),
    ];

    [Fact]
    public void Every_problem_of_the_API_is_looked_at_here() =>
        Assert.Equal(typeof(Problems).GetMethods(BindingFlags.Public | BindingFlags.Static).Length, All.Length);

    [Fact]
    public void Codes_are_unique_and_camel_case()
    {
        Assert.Distinct(All.Select(problem => problem.Code));
        Assert.All(All, problem => Assert.Matches("^[a-z]+([A-Z][a-z]+)*$", problem.Code));
        Assert.All(All, problem => Assert.Equal($"urn:serverlessretail:problem:{problem.Code}", problem.Type));
    }

    [Fact]
    public void Every_problem_has_a_title_a_detail_in_sentences_and_an_error_status() => Assert.All(All, problem =>
    {
        Assert.InRange(problem.Status, 400, 599);
        Assert.NotEmpty(problem.Title);
        Assert.EndsWith(".", problem.Detail.Replace("… ] }.", ".", StringComparison.Ordinal), StringComparison.Ordinal);
    });

    [Fact]
    public void Details_name_the_place_and_the_limit()
    {
        Assert.Contains("line 2, column 7", Problems.BrokenJson(new JsonException("", "", 1, 6)).Detail);
        Assert.Contains("10001 customers; a JSON document may have 10000", Problems.TooManyCustomers(10_001, 10_000).Detail);
        Assert.Contains("20 MB", Problems.BodyTooLarge().Detail);
        Assert.Contains("not given", Problems.UnsupportedContentType(null).Detail);
    }

    [Fact]
    public async Task A_problem_is_answered_as_problem_details()
    {
        var context = new DefaultHttpContext { TraceIdentifier = "one" };
        using var body = new MemoryStream();
        context.Response.Body = body;

        await Problems.InvalidCustomer([new FieldError("tenure", FieldError.WrongType, "tenure must be a number.")]).ToResult(retryAfter: 10).ExecuteAsync(context);

        Assert.Equal(400, context.Response.StatusCode);
        Assert.Equal("application/problem+json", context.Response.ContentType);
        Assert.Equal("10", context.Response.Headers.RetryAfter);
        Assert.Equal(
            """{"type":"urn:serverlessretail:problem:invalidCustomer","title":"The customer cannot be scored","status":400,"code":"invalidCustomer","detail":"tenure must be a number.","errors":[{"path":"tenure","code":"wrongType","detail":"tenure must be a number."}],"traceId":"one"}""",
            System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }
}
