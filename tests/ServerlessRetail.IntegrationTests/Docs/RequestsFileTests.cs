using System.Text.RegularExpressions;
using ServerlessRetail.Http;
using ServerlessRetail.IntegrationTests.Http;
using ServerlessRetail.IntegrationTests.MainJob;
using ServerlessRetail.LocalHost;

namespace ServerlessRetail.IntegrationTests.Docs;

/// <summary>The requests of docs/requests.http.</summary>
public sealed partial class RequestsFileTests(AzuriteFixture azurite) : HostTests(azurite)
{
    private static readonly string File = System.IO.File.ReadAllText(Path.Combine(MarkdownPage.Root, "docs", "requests.http")).ReplaceLineEndings("\n");

    [Fact]
    public void Have_every_route_and_no_other()
    {
        var routes = Request().Matches(File).Select(match => (
            match.Groups["method"].Value,
            match.Groups["path"].Value.Split('?')[0].Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal)));

        Assert.Equal(Routes.All.Select(route => (route.Method, route.Template)).Order(), routes.Distinct().Order());
    }

    [Fact]
    public void Go_to_the_local_host() => Assert.Contains($"@host = {LocalSettings.DefaultUrls}/{Routes.Prefix}\n", File, StringComparison.Ordinal);

    [Fact]
    public async Task Send_customers_as_the_api_describes_them()
    {
        var api = await DescribedApi.ReadAsync(Host);

        var bodies = Body().Matches(File).Select(match => match.Value).ToArray();

        Assert.Equal(Request().Matches(File).Count(match => match.Groups["path"].Value.Contains("/score", StringComparison.Ordinal)), bodies.Length);
        Assert.All(bodies, body => Assert.True(api.AllowsBody(nameof(Routes.ScoreCustomers), body), body));
    }

    [GeneratedRegex(@"^(?<method>[A-Z]+) \{\{host\}\}/(?<path>\S+)$", RegexOptions.Multiline)]
    private static partial Regex Request();

    [GeneratedRegex(@"^\{\n(.|\n)*?^\}$", RegexOptions.Multiline)]
    private static partial Regex Body();
}
