using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.IntegrationTests.Infra;

/// <summary>The names that the library's telemetry has.</summary>
internal static class Emitted
{
    public static IReadOnlyCollection<string> Instruments { get; } = [.. FindInstruments().Select(instrument => instrument.Name)];

    public static IReadOnlyCollection<string> Events { get; } = ConstantsOf(typeof(CustomEventNames));

    public static IReadOnlyCollection<string> Spans { get; } = ConstantsOf(typeof(SpanNames));

    public static IReadOnlyCollection<string> Attributes { get; } = ConstantsOf(typeof(TelemetryAttributes));

    public static IReadOnlyList<Instrument> FindInstruments()
    {
        var instruments = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == Instrumentation.Name)
                instruments.Add(instrument);
        };
        RuntimeHelpers.RunClassConstructor(typeof(Instrumentation).TypeHandle);
        listener.Start();
        return instruments;
    }

    private static List<string> ConstantsOf(Type names) => [.. names.GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];
}
