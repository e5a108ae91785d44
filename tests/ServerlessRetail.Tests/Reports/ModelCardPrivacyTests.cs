using System.Xml.Linq;
using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.PersonalData;
using ServerlessRetail.Datasets.Quality;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Reports;

namespace ServerlessRetail.Tests.Reports;

/// <summary>A card's texts come from somebody's file: they are shown as they are, run as nothing, and never tell of a person.</summary>
public sealed class ModelCardPrivacyTests
{
    private const string Secret = "ada@example.com";

    public static TheoryData<string> Texts =>
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE x; --", "&amp;lt;", "</style><svg onload=alert(1)>", "]]>", "{{x}}",
        "اسم العميل", "שם \u202E הלקוח", "👩‍👩‍👧‍👦 Familie", "\uD800 half a character", "line\u0000\u0007\u000B\r\nend", "\uFFFE\uFFFF", new string('w', 3000),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Any_text_is_shown_and_changes_nothing_of_the_page(string text)
    {
        var plain = ModelCardTests.Parse(ModelCardTests.Render(Named("x")));

        var page = ModelCardTests.Parse(ModelCardTests.Render(Named(text)));

        Assert.Equal(plain.Descendants().Select(element => element.Name), page.Descendants().Select(element => element.Name));
        Assert.Equal(
            plain.Descendants().Attributes().Select(attribute => attribute.Name), page.Descendants().Attributes().Select(attribute => attribute.Name));
    }

    [Fact]
    public void Whatever_is_put_into_markup_is_one_text_and_one_attribute() => Gen.String.Sample(text =>
    {
        var element = XElement.Parse(Markup.Of($"<a title=\"{text}\">{text}</a>").ToString());

        Assert.Empty(element.Elements());
        Assert.Single(element.Attributes());
        Assert.Equal(element.Value.ReplaceLineEndings(" ").Replace('\t', ' '), element.Attribute("title")!.Value);
    });

    [Fact]
    public void A_text_of_letters_signs_and_emoji_stays_as_it_is() => Gen.Char[' ', '\uD7FF'].Where(letter => letter is < '\u007F' or > '\u009F').Array.Sample(letters =>
    {
        var text = new string(letters) + "🛒";

        var element = XElement.Parse(Markup.Of($"<a>{text}</a>").ToString(), LoadOptions.PreserveWhitespace);

        Assert.Equal(text, element.Value);
    });

    [Fact]
    public void Shows_no_value_of_a_column_with_personal_data_an_identifier_or_free_text()
    {
        var sample = SampleReports.Churn();
        var (kept, quality) = (sample.Report.PersonalData.Select(finding => finding with { Kept = true }).ToArray(), sample.Quality.Columns.Select(WithSecret).ToArray());
        var report = sample.Report with
        {
            PersonalData = kept,
            Evaluation = sample.Report.Evaluation! with
            {
                Slices = [Slice("email"), Slice("customer_id")],
                PartialDependence = [Effect("email"), Effect("customer_id")],
            },
        };

        var html = ModelCard.Render(report, sample.Quality with { Columns = quality }, sample.Schema);

        Assert.DoesNotContain(Secret, html, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_no_extreme_because_it_is_one_customers_value() =>
        Assert.DoesNotContain("987,654", ModelCardTests.Render(SampleReports.Churn()), StringComparison.Ordinal);

    private static ColumnQuality WithSecret(ColumnQuality column) =>
        column.PersonalData is not null || column.Role == ColumnRole.Id ? column with { Top = [new ValueShare(Secret, 0.5)] } : column;

    private static SliceReport Slice(string column) => new(column, Secret, 40, false, new Dictionary<string, double> { ["auc"] = 0.5 }) { Worse = true, Note = "Worse." };

    private static PartialDependence Effect(string column) => new(column, null, [new PartialDependencePoint(null, Secret, 0.5, 0.5), new PartialDependencePoint(null, "b", 0.4, 0.5)]);

    /// <summary>A report with the text wherever a file's texts can be.</summary>
    internal static SampleReport Named(string text)
    {
        var sample = SampleReports.Churn();
        var report = sample.Report;
        var columns = report.Columns.Select(column => column.Name == "loyalty_tier" ? column with { Name = text, Evidence = text } : column).ToArray();
        var quality = sample.Quality.Columns.Select(column => column.Name == "loyalty_tier" ? column with { Name = text, Top = [new ValueShare(text, 0.5)] } : column).ToArray();
        return new SampleReport(
            report with
            {
                Label = report.Label with { Name = text, Positive = text, Negative = text, Classes = [text, text], Evidence = text },
                Dataset = report.Dataset with { Blob = $"churn/{text}" },
                Columns = columns,
                PersonalData = [new PersonalDataFinding(text, PersonalDataKind.PersonName, 1, text)],
                Guards = [.. report.Guards.Select(finding => finding with { Column = text, Evidence = text, Remedy = text })],
                Evaluation = report.Evaluation! with
                {
                    Slices = [.. report.Evaluation.Slices.Select(slice => slice with { Column = "loyalty", Value = text, Note = slice.Note is null ? null : text })],
                    Importance = [.. report.Evaluation.Importance.Select(column => column with { Column = text })],
                    PartialDependence = [.. report.Evaluation.PartialDependence.Select(effect => effect with
                    {
                        Column = "loyalty",
                        Class = text,
                        Points = [.. effect.Points.Select(point => point.Text is null ? point : point with { Text = text })],
                    })],
                },
            },
            new QualityReport(sample.Quality.Rows, quality));
    }
}
