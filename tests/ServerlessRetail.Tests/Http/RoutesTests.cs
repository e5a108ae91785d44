using System.Reflection;
using ServerlessRetail.Http;

namespace ServerlessRetail.Tests.Http;

public sealed class RoutesTests
{
    [Fact]
    public void Every_route_has_a_name_and_a_place_of_its_own()
    {
        Assert.Distinct(Routes.All.Select(route => route.Name));
        Assert.Distinct(Routes.All.Select(route => (route.Method, route.Template)));
    }

    [Fact]
    public void Every_template_is_served()
    {
        var templates = typeof(Routes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral && field.Name != nameof(Routes.Prefix))
            .ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!);

        Assert.Equal(templates, Routes.All.ToDictionary(route => route.Name, route => route.Template));
    }

    [Fact]
    public void Templates_are_relative_to_the_prefix_and_methods_upper_case() => Assert.All(Routes.All, route =>
    {
        Assert.Matches("^[a-z.]+(/([a-z.]+|\\{[a-z]+\\}))*$", route.Template);
        Assert.False(route.Template.StartsWith(Routes.Prefix + "/", StringComparison.Ordinal));
        Assert.Contains(route.Method, (string[])["GET", "POST", "PUT", "DELETE"]);
    });
}
