using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Reports.Plots;
using static ServerlessRetail.Reports.CardNumbers;

namespace ServerlessRetail.Reports.Sections;

/// <summary>Where there are three classes or more: each of them, and which are taken for which.</summary>
internal static class ClassesSection
{
    /// <summary>Classes that a table is still readable with, on paper too.</summary>
    private const int TableClasses = 10;
    private const int ListedConfusions = 20;

    /// <summary>Of a class at the head of a column; the rows have the names in full.</summary>
    private const int HeadLength = 16;

    public static Markup Render(CardContent card) =>
        Markup.Join([PerClass(card.Evaluation.PerClass), Confusion(card.Evaluation.ConfusionTable)]);

    private static Markup PerClass(IReadOnlyList<ClassReport> classes)
    {
        var table = new CardTable(
            "Each class against all others, on the test customers",
            "Class", TableColumn.Number("Customers"), TableColumn.Number("Precision"), TableColumn.Number("Recall"), TableColumn.Number("F1"), TableColumn.Number("AUC"));
        foreach (var one in classes)
        {
            table.Row([
                Markup.Of($"<bdi>{one.Class}</bdi>{(one.Rows < WarningsSection.FewOfAClass ? Markup.Of($" <span class=\"badge warn\">few</span>") : default)}"),
                Markup.Text(Count(one.Rows)), Markup.Text(Percent(one.Precision, 1)), Markup.Text(Percent(one.Recall, 1)), Markup.Text(Metric(one.F1)), Markup.Text(Metric(one.Auc)),
            ]);
        }
        return table.Render();
    }

    private static Markup Confusion(ConfusionTable? confusion)
    {
        if (confusion is null || confusion.Classes.Count == 0)
            return default;
        var body = confusion.Classes.Count <= TableClasses ? Whole(confusion) : Worst(confusion);
        return Markup.Of($"<h3>Which class is taken for which</h3>\n{body}");
    }

    private static Markup Whole(ConfusionTable confusion)
    {
        var table = new CardTable(
            "Customers by true class (rows) and decided class (columns)",
            ["Really", .. confusion.Classes.Select(name => TableColumn.Number(name.Shorten(HeadLength)))]);
        for (var row = 0; row < Math.Min(confusion.Classes.Count, confusion.Counts.Count); row++)
        {
            var truth = row;
            table.Row([
                Markup.Of($"<bdi>{confusion.Classes[row]}</bdi>"),
                .. confusion.Counts[row].Select((count, column) => column == truth ? Markup.Of($"<b>{Count(count)}</b>") : Markup.Text(Count(count))),
            ]);
        }
        return table.Render();
    }

    private static Markup Worst(ConfusionTable confusion)
    {
        var mistakes =
            from row in Enumerable.Range(0, Math.Min(confusion.Classes.Count, confusion.Counts.Count))
            from column in Enumerable.Range(0, Math.Min(confusion.Classes.Count, confusion.Counts[row].Count))
            where row != column && confusion.Counts[row][column] > 0
            orderby confusion.Counts[row][column] descending, row, column
            select (Truth: row, Decided: column);
        var table = new CardTable($"The {ListedConfusions} most frequent mistakes", "Really", "Decided", TableColumn.Number("Customers"), TableColumn.Number("Of the class"));
        foreach (var (truth, decided) in mistakes.Take(ListedConfusions))
        {
            var count = confusion.Counts[truth][decided];
            table.Row([
                Markup.Of($"<bdi>{confusion.Classes[truth]}</bdi>"), Markup.Of($"<bdi>{confusion.Classes[decided]}</bdi>"),
                Markup.Text(Count(count)), Markup.Text(Percent((double)count / confusion.Counts[truth].Sum(), 1)),
            ]);
        }
        return table.Render();
    }
}
