using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.IntegrationTests.Docs;

public sealed class EvaluationPageTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/evaluation.md");

    [Fact]
    public void Lists_every_way_of_calibrating_and_no_other() => Assert.Equal(Codes.ConstantsOf(typeof(CalibrationMethods)), Page.Keys("Calibration"));
}
