using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using ServerlessRetail.Telemetry;
using ServerlessRetail.Training;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>Everything that is logged, traced and measured while it lives.</summary>
internal sealed class Recording : ILogger<TrainingService>, IDisposable
{
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();
    private readonly ConcurrentQueue<string> _lines = [];

    public Recording()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Instrumentation.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _lines.Enqueue(
                $"activity {activity.DisplayName} {activity.StatusDescription} {Tell(activity.TagObjects)} {string.Join(' ', activity.Events.Select(item => $"{item.Name} {Tell(item.Tags)}"))}"),
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Instrumentation.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _meters.Start();
    }

    public string Text => string.Join('\n', _lines);

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        _lines.Enqueue($"scope {state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"log {logLevel} {formatter(state, exception)} {exception}");

    private void Record<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _lines.Enqueue($"measure {instrument.Name} {value} {Tell(tags.ToArray())}");

    private static string Tell(IEnumerable<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.Select(tag => $"{tag.Key}={tag.Value}"));
}
