using System.Text.RegularExpressions;
using System.Xml.Linq;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Guards;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Reports;
using ServerlessRetail.Tests.Training;
using ServerlessRetail.Training;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Tests.Reports;

public sealed partial class ModelCardTests
{
    public static TheoryData<string> Tasks => ["binary", "regression", "multiclass"];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void The_same_report_gives_the_same_card(string task) => Assert.Equal(Render(Sample(task)), Render(Sample(task)));

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Is_well_formed_with_headings_in_order_and_every_id_once(string task)
    {
        var page = Parse(Render(Sample(task)));

        var levels = page.Descendants().Where(element => HeadingName().IsMatch(element.Name.LocalName)).Select(element => element.Name.LocalName[1] - '0').ToArray();
        Assert.Equal(1, levels[0]);
        Assert.Single(levels, 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        Assert.Distinct(page.Descendants().Attributes("id").Select(id => id.Value));
        Assert.Equal("en", page.Attribute("lang")!.Value);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Every_link_and_every_name_leads_to_something_on_the_page(string task)
    {
        var page = Parse(Render(Sample(task)));
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToHashSet();

        var links = page.Descendants().Where(element => element.Name.LocalName == "a").Select(link => link.Attribute("href")!.Value.TrimStart('#'));
        var names = page.Descendants().Attributes("aria-labelledby").SelectMany(attribute => attribute.Value.Split(' '));

        Assert.All(links.Concat(names), id => Assert.Contains(id, ids));
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Drawings_have_a_name_and_heads_of_tables_a_scope(string task)
    {
        var page = Parse(Render(Sample(task)));

        Assert.All(Named(page, "svg").Where(svg => svg.Attribute("aria-hidden") is null), svg =>
        {
            Assert.Equal("img", svg.Attribute("role")!.Value);
            Assert.NotEmpty(svg.Elements().Single(child => child.Name.LocalName == "title").Value);
            Assert.NotEmpty(svg.Elements().Single(child => child.Name.LocalName == "desc").Value);
        });
        Assert.All(Named(page, "th"), head => Assert.Contains(head.Attribute("scope")!.Value, (string[])["row", "col"]));
        Assert.All(Named(page, "table"), table => Assert.Single(
            table.Descendants().Where(row => row.Name.LocalName == "tr").Select(row => row.Elements().Count()).Distinct()));
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Asks_for_nothing_from_elsewhere_and_runs_no_script(string task)
    {
        var html = Render(Sample(task));

        Assert.Equal(["http://www.w3.org/2000/svg"], Address().Matches(html).Select(match => match.Value).Distinct());
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Named(Parse(html), "script"));
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Has_no_number_that_is_none(string task)
    {
        var html = Render(Sample(task));

        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", html, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("binary", "numbers decisions curves importance groups data guards selection limits lineage")]
    [InlineData("regression", "numbers curves importance groups data guards selection limits lineage")]
    [InlineData("multiclass", "numbers curves classes importance data guards selection limits lineage")]
    public void Has_every_section_that_the_report_has_data_for(string task, string sections) => Assert.Equal(sections, Sections(Render(Sample(task))));

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_report_of_an_earlier_release_gives_a_shorter_card(string task)
    {
        var sample = Sample(task);
        var report = sample.Report with { Evaluation = null, Selection = null, Calibration = null, Lineage = null, PersonalData = null!, Guards = null!, Columns = null! };

        var html = ModelCard.Render(report, quality: null, schema: null);

        Assert.Equal(task == "binary" ? "numbers decisions data guards limits lineage" : "numbers data guards limits lineage", Sections(html));
        Parse(html);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void An_evaluation_without_content_leaves_its_sections_out(string task)
    {
        var sample = Sample(task);
        var report = sample.Report with
        {
            Evaluation = new EvaluationReport(),
            Metrics = new Dictionary<string, double> { [MetricNames.Auc] = double.NaN, [MetricNames.Mae] = double.PositiveInfinity },
            Baseline = new Dictionary<string, double>(),
            Confusion = new ConfusionMatrix(0, 0, 0, 0),
            Threshold = 0.5,
        };

        var html = ModelCard.Render(report, sample.Quality, sample.Schema);

        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"curves\"", html, StringComparison.Ordinal);
        Parse(html);
    }

    [Theory]
    [InlineData("churn", "numbers decisions curves importance groups data guards limits lineage")]
    [InlineData("yearlySpend", "numbers curves importance groups data guards limits lineage")]
    public void What_an_evaluation_really_measures_becomes_a_card(string label, string sections)
    {
        var fitting = Fitting.Of(GeneratedCustomers.Create(1_500, label));
        var schema = SchemaInference.Infer(fitting.Dataset, new ModelSettings());
        var input = new EvaluationInput(fitting.Model, fitting.TestCells, fitting.Rows.TestLabels)
        {
            Slices = SliceColumn.From(fitting.Dataset, schema, fitting.Rows.Split.Test),
        };
        var evaluation = ModelAssessment.Create(input, TestContext.Current.CancellationToken);
        var report = SampleReports.Churn().Report with
        {
            Label = schema.Label,
            Columns = schema.Columns,
            Evaluation = evaluation,
            Confusion = null,
            Selection = null,
            Calibration = null,
        };

        var html = ModelCard.Render(report, quality: null, schema);

        Assert.Equal(sections, Sections(html));
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_how_good_the_model_is_in_plain_words()
    {
        var text = Text(Render(SampleReports.Churn()));

        Assert.Matches(@"Of 100 customers that it picks, \d+ really are churned = yes; of 100 picked at random, \d+ would be\.", text);
        Assert.Contains("The previous champion, on the same customers: AUC 0.842, against 0.858 now.", text, StringComparison.Ordinal);
        Assert.Contains("It is off by 412.6 on average; always answering the average would be by 1,035.", Text(Render(SampleReports.Spend())), StringComparison.Ordinal);
        Assert.Contains("It is right for 74 of 100 customers; always naming the most frequent class would be for 31.", Text(Render(SampleReports.Segment())), StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_what_intervals_are_worth_or_why_there_are_none()
    {
        var sample = SampleReports.Spend();
        var none = sample with
        {
            Report = sample.Report with
            {
                Interval = new IntervalReport(null, "80 rows are too few.", 80),
                Evaluation = sample.Report.Evaluation! with { Interval = null },
            },
        };

        Assert.Contains("It does for 90.7\u00A0% of the test customers (with 95\u00A0% certainty 88.7\u00A0% to 92.4\u00A0% of all), and is 2,104 wide on average.", Text(Render(sample)), StringComparison.Ordinal);
        Assert.Contains("Predictions come without an interval: 80 rows are too few.", Text(Render(none)), StringComparison.Ordinal);
        Assert.DoesNotContain("interval: ", Text(Render(SampleReports.Churn())), StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_of_what_somebody_who_relies_on_it_has_to_know()
    {
        var sample = SampleReports.Churn();
        var report = sample.Report with { Rows = sample.Report.Rows with { Test = 120, Quarantined = 900 } };
        RunWarning[] warnings = [new("trainerMissing", null, "LightGBM could not be loaded; another trainer took its place."), new(GuardNames.TimeOrder, null, "Told with the guards.")];

        var box = Text(ModelCard.Render(report, sample.Quality, sample.Schema, warnings).Split("<aside")[1].Split("</aside>")[0]);

        Assert.Contains("The check target leakage was overruled in model.json", box, StringComparison.Ordinal);
        Assert.Contains("used up", box, StringComparison.Ordinal);
        Assert.Contains("LightGBM could not be loaded", box, StringComparison.Ordinal);
        Assert.Contains("judged on 120 customers only", box, StringComparison.Ordinal);
        Assert.Contains("with age 18 to 29 worse than the others", box, StringComparison.Ordinal);
        Assert.Contains("18 % of the file's rows", box.Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.DoesNotContain("Told with the guards", box, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_so_where_there_is_nothing_to_warn_of()
    {
        var sample = SampleReports.Spend();
        var report = sample.Report with
        {
            Guards = [],
            Selection = sample.Report.Selection! with { BudgetUsedUp = false },
            Evaluation = sample.Report.Evaluation! with { Slices = [] },
        };

        Assert.Contains("No warnings", ModelCard.Render(report, sample.Quality, sample.Schema), StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_where_the_champion_was_better_beyond_the_interval()
    {
        var sample = SampleReports.Spend();
        MetricEstimate error = sample.Report.Evaluation!.Metrics[MetricNames.Mae], explained = sample.Report.Evaluation.Metrics[MetricNames.RSquared];
        var report = sample.Report with
        {
            Evaluation = sample.Report.Evaluation with
            {
                Metrics = new Dictionary<string, MetricEstimate>
                {
                    [MetricNames.Mae] = error with { Champion = error.Low - 1 },
                    [MetricNames.RSquared] = explained with { Champion = explained.High - 0.001 },
                },
            },
        };

        var text = Text(ModelCard.Render(report, sample.Quality, sample.Schema));

        Assert.Contains("The previous champion was better in Mean absolute error", text, StringComparison.Ordinal);
        Assert.DoesNotContain("The previous champion was better in R²", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_classes_are_told_by_their_most_frequent_mistakes()
    {
        var page = Render(SampleReports.Segment(classCount: 30));

        Assert.Contains("The 20 most frequent mistakes", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Customers by true class", page, StringComparison.Ordinal);
        Parse(page);
    }

    internal static SampleReport Sample(string task) => task switch
    {
        "binary" => SampleReports.Churn(),
        "regression" => SampleReports.Spend(),
        _ => SampleReports.Segment(),
    };

    internal static string Render(SampleReport sample) => ModelCard.Render(sample.Report, sample.Quality, sample.Schema);

    /// <summary>The card is HTML that is XML as well, so that a strict reader finds every tag that is not closed.</summary>
    internal static XElement Parse(string html) => XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)).Root!;

    internal static IEnumerable<XElement> Named(XElement page, string name) => page.Descendants().Where(element => element.Name.LocalName == name);

    private static string Sections(string html) => string.Join(' ', Named(Parse(html), "section").Select(section => section.Attribute("id")!.Value));

    private static string Text(string html) => Tag().Replace(html, "");

    [GeneratedRegex("^h[1-6]$")]
    private static partial Regex HeadingName();

    [GeneratedRegex(@"\w+://[^\s""'<)]*")]
    private static partial Regex Address();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
