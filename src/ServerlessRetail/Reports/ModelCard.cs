using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Quality;
using ServerlessRetail.Models;
using ServerlessRetail.Reports.Sections;
using ServerlessRetail.Training;

namespace ServerlessRetail.Reports;

/// <summary>
/// A version told to people (Mitchell et al., "Model Cards for Model Reporting", 2019): <c>card.html</c> beside its report.
/// One file without script, that asks for nothing from anywhere. The same report gives the same card, byte for byte.
/// </summary>
internal static class ModelCard
{
    /// <summary>What a page may do, also where the card is opened from a disk.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    private static readonly string Style = ReadStyle();

    /// <param name="quality">What the file was like; null: those parts are left out.</param>
    /// <param name="schema">What was made of the columns; null: likewise.</param>
    /// <param name="warnings">Of the run that made the model.</param>
    /// <returns>A whole page of HTML, to be stored as UTF-8.</returns>
    public static string Render(ModelReport report, QualityReport? quality, DatasetSchema? schema, IReadOnlyList<RunWarning>? warnings = null)
    {
        var card = new CardContent(report, quality, schema, warnings ?? []);
        var sections = Sections(card).Where(section => !section.Body.IsEmpty).ToArray();
        var links = sections.Select(section => Markup.Of($"<li><a href=\"#{section.Id}\">{section.Title}</a></li>"));
        return Markup.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta http-equiv="Content-Security-Policy" content="{ContentSecurityPolicy}"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <link rel="icon" href="data:,"/>
            <title>Model card: {report.Model}, version {report.Version}</title>
            <style>{StyleSheet}</style>
            </head>
            <body>
            <header>{SummarySection.Render(card)}</header>
            <nav aria-label="Sections"><ul>{links}</ul></nav>
            <main>
            {WarningsSection.Render(card)}
            {sections.Select(section => section.Render())}
            </main>
            <footer><p>Made by ServerlessRetail{(report.Lineage is { } lineage ? $" {lineage.Release}" : "")}. All figures are of the test rows, which the training did not see, unless said otherwise. The same in JSON: report.json beside this card.</p></footer>
            </body>
            </html>

            """).ToString();
    }

    private static Markup StyleSheet => Markup.Trusted(Style);

    private static IEnumerable<CardSection> Sections(CardContent card) =>
    [
        new("numbers", "How good it is", MetricsSection.Render(card)),
        new("decisions", "What it decides", DecisionsSection.Render(card)),
        new("curves", "The curves", CurvesSection.Render(card)),
        new("classes", "Class by class", ClassesSection.Render(card)),
        new("importance", "What moves its answers", ImportanceSection.Render(card)),
        new("groups", "Groups of customers", SlicesSection.Render(card)),
        new("data", "The data", DataSection.Render(card)),
        new("guards", "Checks of the data", GuardsSection.Render(card)),
        new("selection", "How it was chosen", SelectionSection.Render(card)),
        new("limits", "Limits", LimitsSection.Render(card)),
        new("lineage", "What it was made from", LineageSection.Render(card)),
    ];

    private static string ReadStyle()
    {
        using var stream = typeof(ModelCard).Assembly.GetManifestResourceStream("card.css")
            ?? throw new InvalidOperationException("card.css is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
