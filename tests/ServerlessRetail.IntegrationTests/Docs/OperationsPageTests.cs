using ServerlessRetail.IntegrationTests.Infra;
using ServerlessRetail.Storage;

namespace ServerlessRetail.IntegrationTests.Docs;

public sealed class OperationsPageTests
{
    [Fact]
    public void Lists_every_instrument_with_its_unit_and_no_other()
    {
        var instruments = Emitted.FindInstruments().Select(instrument => (instrument.Name, instrument.Unit));

        var listed = MarkdownPage.Read("docs/operations.md").Table("Telemetry").Select(row => (row[0].Trim('`'), (string?)row[1]));
        Assert.Equal(instruments.Order(), listed.Order());
    }

    [Fact]
    public void Lists_every_event_and_no_other() => Assert.Equal(Emitted.Events.Order(StringComparer.Ordinal), MarkdownPage.Read("docs/operations.md").Keys("Events"));

    [Fact]
    public void Lists_every_span_and_no_other() =>
        Assert.Equal(
            Emitted.Spans.Order(StringComparer.Ordinal),
            MarkdownPage.Read("docs/operations.md").Keys("Spans").Where(name => !name.Contains("step", StringComparison.Ordinal)));

    [Fact]
    public void Lists_every_attribute_and_no_other() =>
        Assert.Equal(Emitted.Attributes.Order(StringComparer.Ordinal), MarkdownPage.Read("docs/operations.md").Keys("Attributes"));

    [Fact]
    public void The_architecture_lists_every_container_and_no_other() =>
        Assert.Equal(ContainerNames.All.Order(StringComparer.Ordinal), MarkdownPage.Read("docs/architecture.md").Keys("Blobs"));
}
