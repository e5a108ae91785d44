using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Http;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.Tests.Http;

public sealed class ScoreTelemetryTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly ActivityListener _listener;

    public ScoreTelemetryTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Instrumentation.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_request_is_an_error_where_its_answer_is_one_of_the_servers()
    {
        using var request = new Activity("request").Start();

        await AnswerAsync(Problems.StorageUnavailable().ToResult(retryAfter: 10));
        await AnswerAsync(Problems.EmptyBody().ToResult());

        var spans = _spans.Where(span => span.TraceId == request.TraceId).ToList();
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], spans.Select(span => span.Status));
        Assert.Equal(["503", null], spans.Select(span => span.GetTagItem("error.type")));
        Assert.All(spans, span => Assert.Equal((SpanNames.Score, "churn", request.SpanId), (span.OperationName, span.GetTagItem(TelemetryAttributes.Model), span.ParentSpanId)));
        Assert.Equal(request, Activity.Current);

        static async Task AnswerAsync(IResult result) =>
            await (await ScoreTelemetry.TraceAsync("churn", () => new(result))).ExecuteAsync(new DefaultHttpContext());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_whose_answer_cannot_be_found_ends_its_span_as_an_error(bool isAtOnce)
    {
        using var request = new Activity("request").Start();
        var failure = new InvalidOperationException("zyq1@example.org");

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ScoreTelemetry.TraceAsync("churn", () => isAtOnce ? throw failure : ValueTask.FromException<IResult>(failure)).AsTask());

        var span = Assert.Single(_spans, span => span.TraceId == request.TraceId);
        Assert.Equal((ActivityStatusCode.Error, nameof(InvalidOperationException)), (span.Status, span.StatusDescription));
    }
}
