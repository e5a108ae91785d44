using System.Globalization;
using System.Reflection;
using System.Text.Json;
using ServerlessRetail.Http;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.IntegrationTests.Docs;

public sealed class ApiPageTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/api.md");

    [Fact]
    public void Lists_every_route_and_no_other()
    {
        var routes = Routes.All.Select(route => $"`{route.Method} /{Routes.Prefix}/{route.Template}`");

        Assert.Equal(
            routes.Order(StringComparer.Ordinal),
            Page.Table("API").Select(row => row[0].TrimStart('[').Split(']')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Lists_every_problem_with_its_status_and_no_other()
    {
        var problems = typeof(Problems).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(method => (Problem)method.Invoke(null, [.. method.GetParameters().Select(SomeValue)])!)
            .Select(problem => (problem.Code, problem.Status.ToString(CultureInfo.InvariantCulture)));

        Assert.Equal(problems.Order(), Page.Table("Problems").Select(row => (row[0].Trim('`'), row[1])).Order());
    }

    [Fact]
    public void Lists_every_warning_and_no_other() => Assert.Equal(Codes.ConstantsOf(typeof(ScoreWarningCodes)), Page.Keys("Warnings"));

    [Fact]
    public void Lists_every_metric_and_no_other() => Assert.Equal(Codes.ConstantsOf(typeof(MetricNames)), Page.Keys("Metrics"));

    [Fact]
    public void Lists_every_field_error_and_no_other() => Assert.Equal(Codes.ConstantsOf(typeof(FieldError)), Page.Keys("Field errors"));

    [Fact]
    public void Tells_how_many_customers_a_request_may_have() =>
        Assert.Contains(Page.Table("Limits"), row => row[1] == ScoringEndpoints.MaxCustomers.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>What the problem says does not matter here, only which one it is.</summary>
    private static object? SomeValue(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(string) => "",
        var type when type == typeof(int) => 0,
        var type when type == typeof(JsonException) => new JsonException(),
        var type when type == typeof(IReadOnlyList<FieldError>) => Array.Empty<FieldError>(),
        var type when type == typeof(IReadOnlyList<string>) => Array.Empty<string>(),
        _ => null,
    };
}
