using Microsoft.Extensions.Time.Testing;
using ServerlessRetail.LocalHost;
using ServerlessRetail.Training;

namespace ServerlessRetail.IntegrationTests.LocalHost;

public sealed class RunPrinterTests : IDisposable
{
    private static readonly RunRecord Run = new(
        "20261124T230127Z-0c4b0bc6-e3b0", "churn", new RunDataset("churn/a.csv", "etag", DateTimeOffset.UnixEpoch, 443_128), DateTimeOffset.UnixEpoch);

    private readonly StringWriter _output = new() { NewLine = "\n" };

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Progress_in_a_file_is_a_line_every_few_seconds()
    {
        var time = new FakeTimeProvider();
        var printer = new RunPrinter(_output, rewritesLine: false, time);
        printer.OnStarted(Run);

        for (var done = 1; done <= 150; done++)
        {
            printer.OnProgress(Run, new RunProgress("fit", done, 150, "boostedTrees, fold 1 of 5: logLoss 0.38"));
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(["training", "fit", "fit"], Lines().Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));
        Assert.Contains("51 of 150  boostedTrees, fold 1 of 5: logLoss 0.38", Lines()[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_on_a_terminal_is_one_line_that_the_step_takes_the_place_of()
    {
        var printer = new RunPrinter(_output, rewritesLine: true, new FakeTimeProvider());

        printer.OnProgress(Run, new RunProgress("fit", 1, 100, "boostedTrees, fold 1 of 5: logLoss 0.38"));
        printer.OnProgress(Run, new RunProgress("fit", 2, 100, new string('x', 200)));
        printer.OnStep(Run, new RunStep("fit", 14_380, "done"));

        var written = _output.ToString().Split('\r');
        Assert.Equal(1, _output.ToString().Count(letter => letter == '\n'));
        Assert.All(written[1..^1], line => Assert.Equal(78, line.Length));
        Assert.Equal("[churn]   fit           14380 ms  done\n", written[^1]);
    }

    [Fact]
    public void A_long_detail_goes_on_below_its_beginning()
    {
        var words = string.Join(' ', Enumerable.Repeat("because", 40));

        new RunPrinter(_output, rewritesLine: false, new FakeTimeProvider()).OnStep(Run, new RunStep("fit", 1, words));

        Assert.All(Lines(), line => Assert.True(line.Length <= 120));
        Assert.Equal(words, string.Join(' ', Lines().Select(line => line[34..])));
    }

    private string[] Lines() => _output.ToString().TrimEnd('\n').Split('\n');
}
