using ServerlessRetail.Datasets;
using static ServerlessRetail.Reports.CardNumbers;

namespace ServerlessRetail.Reports.Sections;

/// <summary>Which columns move the answers, and which way.</summary>
internal static class ImportanceSection
{
    private const int MostColumns = 20;

    public static Markup Render(CardContent card)
    {
        var effects = EffectFigures.Render(card);
        return Markup.Join([
            Importance(card),
            effects.IsEmpty ? default : Markup.Of($"""
                <h3>Which way</h3>
                <p>The mean answer when a column has the same value for every customer and all else stays as it is. The grey bars tell how many customers have about that value. It tells what the model does with a column, not what would happen to a customer whose value changed.</p>
                {effects}
                """),
        ]);
    }

    private static Markup Importance(CardContent card)
    {
        var (importance, unit) = (card.Evaluation.Importance, card.Task == ModelTask.Regression ? "the label's unit or its logarithm" : "log-odds");
        var longest = importance.Select(column => column.Share).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var table = new CardTable("Columns by how much they move the answers", "Column", "Share of all movement", TableColumn.Number("Share"), TableColumn.Number("Mean movement"));
        foreach (var column in importance.Take(MostColumns))
        {
            table.Row([
                Markup.Of($"<bdi>{column.Column}</bdi>{Badge(card, column.Column)}"),
                Bar(longest > 0 && double.IsFinite(column.Share) ? Math.Max(0, column.Share / longest) : 0),
                Markup.Text(Percent(column.Share, 1)),
                Markup.Text(Amount(column.MeanAbsoluteContribution)),
            ]);
        }
        if (table.IsEmpty)
            return default;

        var rest = importance.Skip(MostColumns).ToArray();
        var more = rest.Length == 0 ? "" : $" {Count(rest.Length)} more columns make up {Percent(rest.Sum(column => column.Share), 1)}; report.json has them all.";
        return Markup.Of($"""
            <p>The mean size of each column's contribution to an answer, in {unit}. A column that moves much is not thereby a cause.{more}</p>
            {table.Render()}
            """);
    }

    private static Markup Badge(CardContent card, string column) => DataSection.IsSensitive(card, column)
        ? Markup.Of($" <span class=\"badge warn\">sensitive</span>")
        : default;

    /// <summary>The number beside it says the same.</summary>
    private static Markup Bar(double length) => Markup.Of(
        $"<svg class=\"share\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" xmlns=\"http://www.w3.org/2000/svg\"><rect class=\"bar first\" width=\"{Coordinate(100 * length)}\" height=\"10\"/></svg>");
}
