using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Tests.Models.Reporting;

public sealed class ReportJsonTests
{
    private static readonly ModelReport Plain = new(
        "churn", "v1", DateTimeOffset.UnixEpoch, "logisticRegression", ModelBuilder.ChurnLabel, new RowCounts(100, 100, 0, 80, 20),
        new DatasetReference("churn/a.csv", "0x1", "00", DateTimeOffset.UnixEpoch),
        new Dictionary<string, double> { [MetricNames.Auc] = 0.8 }, new Dictionary<string, double>(), null, 0.5, []);

    [Fact]
    public void A_report_that_was_written_before_the_full_one_can_still_be_read()
    {
        var read = Read("""{ "model": "churn", "version": "v1", "metrics": { "auc": 0.8 }, "evaluation": { } }""");

        Assert.Empty(read.Evaluation!.Metrics);
        Assert.Empty(read.Evaluation.Curves.Roc);
        Assert.Empty(read.Evaluation.Slices);
        Assert.Null(read.Selection);
        Assert.Null(read.Lineage);
    }

    [Fact]
    public void Parts_that_were_not_written_are_empty()
    {
        var read = Read("""{ "selection": { "metric": "auc", "chosen": "blend", "candidates": [ { "trainer": "boostedTrees", "state": "stopped" } ] } }""");

        Assert.Empty(read.Selection!.Blend);
        Assert.Equal(CandidateState.Stopped, read.Selection.Candidates[0].State);
        Assert.Empty(read.Selection.Candidates[0].Parameters);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_metric_that_is_no_number_is_null_and_read_as_none(double value)
    {
        var report = Plain with
        {
            Metrics = new Dictionary<string, double> { [MetricNames.Auc] = value },
            Evaluation = new EvaluationReport
            {
                Metrics = new Dictionary<string, MetricEstimate> { [MetricNames.Auc] = new(value, value, null, 0.5, null) },
            },
        };

        var json = JsonSerializer.Serialize(report, ModelJson.Default.ModelReport);

        Assert.Contains("null", JsonNode.Parse(json)!["metrics"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.True(double.IsNaN(Read(json).Metrics[MetricNames.Auc]));
        Assert.True(double.IsNaN(Read(json).Evaluation!.Metrics[MetricNames.Auc].Value));
        Assert.Null(Read(json).Evaluation!.Metrics[MetricNames.Auc].Low);
    }

    [Fact]
    public void The_settings_are_kept_as_they_were_written()
    {
        using var settings = JsonDocument.Parse("""{"label":"churn","costs":{"falsePositive":1,"falseNegative":5}}""");
        var report = Plain with
        {
            Lineage = new LineageReport("0.1.0", 7, "aa", settings.RootElement, "bb", "x64", "Microsoft.ML 5.0.1"),
        };

        var read = Read(JsonSerializer.Serialize(report, ModelJson.Default.ModelReport));

        Assert.Equal("""{"label":"churn","costs":{"falsePositive":1,"falseNegative":5}}""", read.Lineage!.Settings!.Value.GetRawText());
        Assert.Equal(7, read.Lineage.Seed);
    }

    private static ModelReport Read(string json) => JsonSerializer.Deserialize(json, ModelJson.Default.ModelReport)!;
}
