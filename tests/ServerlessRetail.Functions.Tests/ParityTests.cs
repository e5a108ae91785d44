using ServerlessRetail.Http;

namespace ServerlessRetail.Functions.Tests;

/// <summary>Both doors serve the same: what the library lists, no more and no less.</summary>
public sealed class ParityTests
{
    [Fact]
    public void This_door_serves_what_the_library_lists() =>
        Assert.Equal(
            Routes.All.Select(route => route.Name).Order(),
            ShellFunction.All.Where(function => function.HttpTrigger is not null).Select(function => function.Name).Order());
}
