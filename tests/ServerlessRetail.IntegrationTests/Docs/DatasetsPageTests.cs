using System.Text;
using System.Text.Json;
using ServerlessRetail.Datasets;
using ServerlessRetail.Training;
using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.IntegrationTests.Docs;

public sealed class DatasetsPageTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/datasets.md");

    [Fact]
    public void Lists_every_rejection_and_no_other() => Assert.Equal(Codes.ConstantsOf(typeof(RejectionReasons)), Page.Keys("Rejections"));

    [Fact]
    public void Lists_every_reason_of_a_run_and_no_other() => Assert.Equal(Codes.ConstantsOf(typeof(RunReasons)), Page.Keys("Reasons of a run"));

    [Fact]
    public void Lists_every_reason_of_the_quarantine_and_no_other() => Assert.Equal(Codes.ConstantsOf(typeof(QuarantineReasons)), Page.Keys("Quarantine"));

    [Fact]
    public void Lists_every_state_of_a_run_and_no_other() => Assert.Equal(NamesOf<RunState>(), Page.Keys("States"));

    [Fact]
    public void Lists_every_type_that_is_inferred_and_no_other() => Assert.Equal(NamesOf<ColumnType>(), Page.Keys("What is inferred"));

    [Fact]
    public void Lists_every_note_of_the_reader() => Assert.Subset(Page.Keys("Warnings of a run").ToHashSet(), Codes.ConstantsOf(typeof(DatasetNote)).ToHashSet());

    [Fact]
    public void Lists_every_warning_of_a_training() => Assert.Subset(
        Page.Keys("Warnings of a run").ToHashSet(), Codes.ConstantsOf(typeof(RunWarningCodes)).Append(LightGbmProbe.Warning).ToHashSet());

    [Fact]
    public void Lists_every_key_of_the_settings_and_no_other() =>
        Assert.Equal(KeysOfSettings().Order(StringComparer.Ordinal), Page.Keys("model.json"));

    [Fact]
    public void The_example_of_every_key_of_the_settings_can_be_read()
    {
        foreach (var row in Page.Table("model.json"))
        {
            var key = row[0].Trim('`');
            var example = Encoding.UTF8.GetBytes($$"""{ "{{key}}": {{row[3].Trim('`')}} }""");

            Assert.NotEqual(new ModelSettings(), ModelSettingsReader.Read(example));
        }
    }

    private static IEnumerable<string> NamesOf<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName).Order(StringComparer.Ordinal);

    /// <summary>A wrong key is refused with the list of the right ones.</summary>
    private static string[] KeysOfSettings()
    {
        var refusal = Assert.Throws<RejectedException>(() => ModelSettingsReader.Read("""{ "?": 1 }"""u8.ToArray()));
        return refusal.Message[(refusal.Message.IndexOf("Keys are ", StringComparison.Ordinal) + "Keys are ".Length)..].TrimEnd('.').Split(", ");
    }
}
