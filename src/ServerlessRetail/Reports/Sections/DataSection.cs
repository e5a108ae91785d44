using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Quality;
using static ServerlessRetail.Reports.CardNumbers;

namespace ServerlessRetail.Reports.Sections;

/// <summary>What the model was trained on: rows, label, columns, what was left out.</summary>
internal static class DataSection
{
    private const int TopValues = 4;

    public static Markup Render(CardContent card) => Markup.Join([Rows(card), Label(card), PersonalData(card), ColumnTable(card), NoteList(card)]);

    /// <summary>What reading decided or mended.</summary>
    internal static IReadOnlyList<DatasetNote> Notes(CardContent card) => card.Schema?.Notes ?? [];

    internal static bool IsSensitive(CardContent card, string column) =>
        card.QualityOf(column)?.Sensitive == true || card.Columns.Any(one => one.Name == column && one.Sensitive);

    private static Markup Rows(CardContent card)
    {
        var rows = card.Report.Rows;
        var copies = card.Quality?.Rows is { Copies: > 0 and var copied } ? $" {Count(copied)} rows are exact copies of others." : "";
        var conflicts = card.Quality?.Rows is { ConflictingIds: > 0 and var conflicting } ? $" {Count(conflicting)} customers have rows that differ." : "";
        return Markup.Of($"""
            <dl class="facts">
            <div><dt>Rows read</dt><dd>{Count(rows.Read)}</dd></div>
            <div><dt>Used</dt><dd>{Count(rows.Used)}</dd></div>
            <div><dt>In quarantine</dt><dd>{Count(rows.Quarantined)}</dd></div>
            <div><dt>To learn from</dt><dd>{Count(rows.Train)}</dd></div>
            <div><dt>To judge by</dt><dd>{Count(rows.Test)}</dd></div>
            </dl>
            <p class="note">The test rows were held out before anything was learned.{copies}{conflicts}</p>
            """);
    }

    private static Markup Label(CardContent card)
    {
        var label = card.Report.Label;
        var classes = label.Classes.Count > 0 ? Markup.Of($" Its classes: {Markup.Join(label.Classes.Select(name => Markup.Of($"<bdi>{name}</bdi>")), ", ")}.") : default;
        var positive = label.Positive is { } name ? Markup.Of($" Probabilities are those of <bdi>{name}</bdi>.") : default;
        var evidence = string.IsNullOrWhiteSpace(label.Evidence) ? "" : $" Chosen because: {label.Evidence.TrimEnd('.')}.";
        return Markup.Of($"<h3>What is predicted</h3>\n<p>The column <b><bdi>{label.Name}</bdi></b>.{classes}{positive}{evidence}</p>\n");
    }

    private static Markup PersonalData(CardContent card)
    {
        if (card.PersonalData.Count == 0)
            return default;
        var table = new CardTable("Columns with data about persons", "Column", TableColumn.Word("Kind"), TableColumn.Word("What was done"), "Why");
        foreach (var finding in card.PersonalData)
        {
            table.Row(
                [
                    Markup.Of($"<bdi>{finding.Column}</bdi>"), Markup.Text(MetricInfo.Words(finding.Kind.ToString()).Trim()),
                    Markup.Text(finding.Kept ? "kept, as model.json says" : "left out"), Markup.Text(finding.Evidence),
                ],
                marked: finding.Kept);
        }
        return Markup.Of($"<h3>Personal data</h3>\n{table.Render()}");
    }

    private static Markup ColumnTable(CardContent card)
    {
        var hasDrift = card.Columns.Any(column => card.QualityOf(column.Name)?.Drift is not null);
        var hasValues = card.Columns.Any(column => !Values(card, column).IsEmpty);
        var table = new CardTable(
            "Every column of the file",
            [
                "Column", TableColumn.Word("Type"), TableColumn.Number("Missing"), TableColumn.Number("Distinct"),
                .. hasValues ? ["Values"] : Array.Empty<TableColumn>(),
                .. hasDrift ? [TableColumn.Word("Drift")] : Array.Empty<TableColumn>(),
                "Understood so because",
            ]);
        foreach (var column in card.Columns)
        {
            table.Row([
                Markup.Of($"<bdi>{column.Name}</bdi>{Badges(card, column)}"),
                Markup.Text(MetricInfo.Words(column.Type.ToString()).Trim()),
                Markup.Text(Percent(column.Missing, column.Missing is > 0 and < 0.1 ? 1 : 0)),
                Markup.Text(column.Distinct is { } distinct ? Count(distinct) : None),
                .. hasValues ? [Values(card, column)] : Array.Empty<Markup>(),
                .. hasDrift ? [DriftOf(card.QualityOf(column.Name)?.Drift)] : Array.Empty<Markup>(),
                Markup.Text(column.Evidence),
            ]);
        }
        if (table.IsEmpty)
            return default;
        return Markup.Of($"""
            <h3>Columns</h3>
            <p class="note">Numbers: the median, and between which two 90 % of the customers lie. Categories: the most frequent. No values are shown of columns with personal data, of identifiers and of free text.{(hasDrift ? " Drift: the population stability index against the champion's file; moderate from 0.1, major from 0.25." : "")}</p>
            {table.Render()}
            """);
    }

    private static Markup Badges(CardContent card, ColumnSchema column)
    {
        var role = column.Role switch
        {
            ColumnRole.Label => "label",
            ColumnRole.Id => "id",
            ColumnRole.Excluded => "left out",
            _ => null,
        };
        var badges = Markup.Join([
            role is null ? default : Markup.Of($"<span class=\"badge\">{role}</span>"),
            IsSensitive(card, column.Name) ? Markup.Of($"<span class=\"badge warn\">sensitive</span>") : default,
            card.PersonalData.Any(finding => finding.Column == column.Name) || column.PersonalData is not null ? Markup.Of($"<span class=\"badge warn\">personal data</span>") : default,
        ]);
        return badges.IsEmpty ? default : Markup.Of($" {badges}");
    }

    private static Markup Values(CardContent card, ColumnSchema column)
    {
        if (card.IsPrivate(column.Name) || card.QualityOf(column.Name) is not { } quality)
            return default;
        if (quality.Numbers is { } numbers)
            return Markup.Of($"{Amount(numbers.P50)} <span class=\"cell-note\">{Amount(numbers.P5)} to {Amount(numbers.P95)}</span>");
        return Markup.Join((quality.Top ?? []).Take(TopValues).Select(value => Markup.Of($"<bdi>{value.Value}</bdi> {Percent(value.Share)}")), ", ");
    }

    private static Markup DriftOf(Drift? drift) => drift switch
    {
        null => Markup.Text(None),
        { Level: DriftLevel.None } => Markup.Text(Amount(Math.Round(drift.Psi, 3))),
        _ => Markup.Of($"{Amount(Math.Round(drift.Psi, 3))} <span class=\"badge warn\">{(drift.Level == DriftLevel.Major ? "major" : "moderate")}</span>"),
    };

    private static Markup NoteList(CardContent card)
    {
        var notes = Notes(card);
        return notes.Count == 0
            ? default
            : Markup.Of($"<h3>What was noticed while reading</h3>\n<ul>{notes.Select(note => Markup.Of($"<li>{(note.Column is null ? default : Markup.Of($"<bdi>{note.Column}</bdi>: "))}{note.Detail}</li>"))}</ul>\n");
    }
}
