using ServerlessRetail.Reports;

namespace ServerlessRetail.Tests.Reports;

public sealed class ModelCardTests
{
    public static TheoryData<string> Tasks => ["binary", "regression", "multiclass"];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void The_same_report_gives_the_same_card(string task) => Assert.Equal(Render(Sample(task)), Render(Sample(task)));

    internal static SampleReport Sample(string task) => task switch
    {
        "binary" => SampleReports.Churn(),
        "regression" => SampleReports.Spend(),
        _ => SampleReports.Segment(),
    };

    internal static string Render(SampleReport sample) => ModelCard.Render(sample.Report, sample.Quality, sample.Schema);
}
