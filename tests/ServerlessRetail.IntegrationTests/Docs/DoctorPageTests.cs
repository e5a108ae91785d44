using System.Text.Json.Nodes;
using ServerlessRetail.Diagnostics;
using ServerlessRetail.LocalHost.Doctor;

namespace ServerlessRetail.IntegrationTests.Docs;

public sealed class DoctorPageTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/doctor.md");

    [Fact]
    public void Lists_every_check_and_no_other() => Assert.Equal(Codes.ConstantsOf(typeof(CheckNames)), Page.Keys("Checks"));

    [Fact]
    public void Lists_every_cause_with_meaning_and_remedy_and_no_other()
    {
        Assert.Equal(Codes.ConstantsOf(typeof(CheckCodes)), Page.Keys("Causes"));
        Assert.All(Page.Table("Causes"), row => Assert.All(row, cell => Assert.NotEmpty(cell)));
    }

    [Fact]
    public void Every_setting_of_the_sample_is_known()
    {
        var sample = JsonNode.Parse(File.ReadAllText(Path.Combine(MarkdownPage.Root, "local.settings.sample.json")))!["Values"]!;

        Assert.Empty(sample.AsObject().Select(setting => setting.Key).Except(KnownSettings.OfApp));
    }

    [Fact]
    public void Names_the_variable_for_the_key() =>
        Assert.Contains($"`{DoctorOptions.KeyVariable}`", File.ReadAllText(Path.Combine(MarkdownPage.Root, Page.Path)), StringComparison.Ordinal);
}
