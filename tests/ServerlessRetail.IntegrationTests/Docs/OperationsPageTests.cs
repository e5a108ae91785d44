using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.IntegrationTests.Docs;

public sealed class OperationsPageTests
{
    [Fact]
    public void Lists_every_instrument_with_its_unit_and_no_other()
    {
        var instruments = new List<(string, string?)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == Instrumentation.Name)
                instruments.Add((instrument.Name, instrument.Unit));
        };

        RuntimeHelpers.RunClassConstructor(typeof(Instrumentation).TypeHandle);
        listener.Start();

        var listed = MarkdownPage.Read("docs/operations.md").Table("Telemetry").Select(row => (row[0].Trim('`'), (string?)row[1]));
        Assert.Equal(instruments.Order(), listed.Order());
    }

    [Fact]
    public void The_architecture_lists_every_container_and_no_other() =>
        Assert.Equal(ContainerNames.All.Order(StringComparer.Ordinal), MarkdownPage.Read("docs/architecture.md").Keys("Blobs"));
}
