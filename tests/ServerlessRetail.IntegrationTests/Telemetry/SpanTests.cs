using System.Collections.Concurrent;
using System.Diagnostics;
using ServerlessRetail.IntegrationTests.Bulk;
using ServerlessRetail.Telemetry;
using ServerlessRetail.Training;

namespace ServerlessRetail.IntegrationTests.Telemetry;

public sealed class SpanTests : IClassFixture<ScoringStorage>, IDisposable
{
    private readonly ScoringStorage _storage;
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly ActivityListener _listener;

    public SpanTests(ScoringStorage storage)
    {
        _storage = storage;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Instrumentation.Name,

            // As samplers do: what is below a span that was left out is left out.
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.PropagationData,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Parts_are_in_the_trace_of_their_run_whose_trigger_was_left_out_and_are_linked_to_their_own()
    {
        var name = $"{_storage.Model}/{AzuriteFixture.UniqueName("f")}.csv";
        var worker = _storage.NewWorker(partBytes: 100_000);
        var file = await _storage.UploadAsync(name, ScoringStorage.Customers(rows: 5_000));
        using var trigger = new Activity("trigger").Start();
        var run = (await worker.ScoreAsync(file, name, Token))!;
        trigger.Stop();

        using var queue = new Activity("queue").Start();
        while (await _storage.TakePartAsync(worker))
        {
        }

        var ofRun = _spans.Where(span => run.Id.Equals(span.GetTagItem(TelemetryAttributes.Run))).ToList();
        var whole = Assert.Single(ofRun, span => span.OperationName == SpanNames.ScoreFile);
        var parts = ofRun.Where(span => span.OperationName == SpanNames.ScoreFilePart).ToList();
        Assert.Equal((trigger.TraceId, trigger.SpanId, true), (whole.TraceId, whole.ParentSpanId, whole.Recorded));
        Assert.Equal(Enumerable.Range(1, run.Scores!.Parts), parts.Select(part => (int)part.GetTagItem(TelemetryAttributes.Part)!).Order());
        Assert.All(parts, part => Assert.Equal((whole.TraceId, whole.SpanId), (part.TraceId, part.ParentSpanId)));
        Assert.All(parts, part => Assert.Equal(queue.SpanId, Assert.Single(part.Links).Context.SpanId));
        Assert.Equal(RunState.Scored, (await _storage.ReadAsync(run)).State);
    }
}
