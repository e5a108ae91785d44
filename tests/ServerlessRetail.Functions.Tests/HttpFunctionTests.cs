using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using ServerlessRetail.Http;

namespace ServerlessRetail.Functions.Tests;

public sealed class HttpFunctionTests
{
    private static readonly ShellFunction[] HttpFunctions = [.. ShellFunction.All.Where(function => function.HttpTrigger is not null)];

    [Fact]
    public void Every_http_function_is_a_route_of_the_library_and_every_route_a_function()
    {
        var functions = HttpFunctions.Select(AsRoute).OrderBy(route => route.Name);

        Assert.Equal(Routes.All.OrderBy(route => route.Name), functions);
    }

    [Fact]
    public void Every_function_bears_the_name_of_its_class() =>
        Assert.All(ShellFunction.All, function => Assert.Equal(function.Method.DeclaringType!.Name, function.Name));

    [Fact]
    public void No_class_bears_the_last_part_of_the_namespace_because_generated_code_takes_that_name() =>
        Assert.DoesNotContain(typeof(TrainModel).Namespace!.Split('.')[^1], typeof(TrainModel).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(TrainModel).Namespace).Select(type => type.Name));

    [Fact]
    public void Every_value_in_a_route_has_a_parameter_of_its_name() =>
        Assert.All(HttpFunctions, function => Assert.All(
            RoutePatternFactory.Parse(function.HttpTrigger!.Route!).Parameters,
            value => Assert.Contains(function.Method.GetParameters(), parameter => parameter.Name == value.Name)));

    [Fact]
    public void Every_function_passes_on_cancellation() =>
        Assert.All(ShellFunction.All, function =>
            Assert.Equal(typeof(CancellationToken), function.Method.GetParameters()[^1].ParameterType));

    [Fact]
    public void No_route_can_swallow_another_or_keep_the_host_from_starting() =>
        Assert.All(HttpFunctions, function =>
        {
            var pattern = RoutePatternFactory.Parse(function.HttpTrigger!.Route!);
            Assert.NotEmpty(pattern.PathSegments);
            Assert.False(pattern.RawText!.StartsWith("admin", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(pattern.Parameters, parameter => parameter.IsCatchAll);
            Assert.IsType<RoutePatternLiteralPart>(Assert.Single(pattern.PathSegments[0].Parts));
        });

    [Fact]
    public void No_two_functions_answer_the_same_method_on_paths_of_the_same_shape()
    {
        var shapes = HttpFunctions.Select(function =>
            function.HttpTrigger!.Methods![0] + " " + string.Join('/', RoutePatternFactory.Parse(function.HttpTrigger.Route!)
                .PathSegments.Select(segment => segment.Parts[0] is RoutePatternLiteralPart literal ? literal.Content : "*")));

        Assert.Distinct(shapes);
    }

    internal static ApiRoute AsRoute(ShellFunction function)
    {
        var trigger = function.HttpTrigger!;
        var access = trigger.AuthLevel switch
        {
            AuthorizationLevel.Anonymous => ApiAccess.Anonymous,
            AuthorizationLevel.Function => ApiAccess.Key,
            var other => throw new InvalidOperationException($"{function.Name} asks for {other}, which no other door has."),
        };

        return new(function.Name, Assert.Single(trigger.Methods!).ToUpperInvariant(), trigger.Route!, access);
    }
}
