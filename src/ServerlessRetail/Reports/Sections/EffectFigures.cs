using ServerlessRetail.Datasets;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Reports.Plots;
using static ServerlessRetail.Reports.CardNumbers;

namespace ServerlessRetail.Reports.Sections;

/// <summary>Partial dependence, one small drawing a column.</summary>
internal static class EffectFigures
{
    private const int MostFigures = 24;
    private const int MostCategories = 12;

    /// <summary>How high the grey bar of the most frequent value is, of the whole height.</summary>
    private const double SharesHeight = 0.2;

    public static Markup Render(CardContent card)
    {
        var effects = card.Evaluation.PartialDependence
            .Where(effect => effect.Points.Count > 0 && !card.IsPrivate(effect.Column)).Take(MostFigures).ToArray();

        // One axis for all, so that a steep line is a strong effect.
        var answers = effects.SelectMany(effect => effect.Points).Select(point => point.Answer).Where(double.IsFinite).ToArray();
        var decimals = answers.Length > 0 && answers.Max() - answers.Min() < 0.05 ? 1 : 0;
        var y = card.Task == ModelTask.Regression
            ? Axis.Fit($"Mean {card.Report.Label.Name}", answers)
            : Axis.Fit("Mean probability", answers, value => Percent(value, decimals));
        return CardFigure.Grid(effects.Select((effect, index) => Draw(card, effect, y, $"effect-{index + 1}")));
    }

    private static Markup Draw(CardContent card, PartialDependence effect, Axis y, string id)
    {
        var heading = effect.Class is null ? effect.Column : $"{effect.Column} → {effect.Class}";
        var present = effect.Points.Where(point => point.Value is not null || point.Text is not null).ToArray();
        if (present.Length == 0)
            return default;
        var missing = effect.Points.FirstOrDefault(point => point is { Value: null, Text: null });
        if (present.All(point => point.Value is not null))
            return CardFigure.Of(heading, default, Numbers(effect.Column, present, missing, y, id));
        return card.Columns.FirstOrDefault(column => column.Name == effect.Column)?.Type == ColumnType.Date
            ? CardFigure.Of(heading, default, Dates(effect.Column, present, missing, y, id))
            : CardFigure.Of(heading, Remainder(present.Length), Categories(card, effect.Column, present, missing, id));
    }

    private static Plot Numbers(string column, PartialDependencePoint[] points, PartialDependencePoint? missing, Axis y, string id) =>
        Curve(id, Axis.Fit(column, points.Select(point => point.Value!.Value)), y, [.. points.Select(point => point.Value!.Value)], points, missing);

    /// <summary>Dates stand one after another; the first, the middle and the last are named.</summary>
    private static Plot Dates(string column, PartialDependencePoint[] points, PartialDependencePoint? missing, Axis y, string id)
    {
        double[] ticks = [.. new[] { 0, (points.Length - 1) / 2, points.Length - 1 }.Distinct().Select(place => (double)place)];
        var x = new Axis(column, -0.5, points.Length - 0.5, ticks, place => (points[(int)place].Text ?? None).Shorten(10));
        return Curve(id, x, y, [.. points.Select((_, place) => (double)place)], points, missing);
    }

    private static Plot Curve(string id, Axis x, Axis y, double[] places, PartialDependencePoint[] points, PartialDependencePoint? missing)
    {
        var mostFrequent = points.Select(point => point.Share).Where(double.IsFinite).Append(double.Epsilon).Max();
        var plot = new Plot(id, $"Effect of {x.Label}", Tell(points), x, y)
            .Whiskers(points.Select((point, index) => (places[index], y.Min, y.Min + (Math.Clamp(point.Share / mostFrequent, 0, 1) * SharesHeight * (y.Max - y.Min)))), Series.Quiet);
        if (missing is not null)
            plot.Reference((x.Min, missing.Answer), (x.Max, missing.Answer), $"value missing: {y.Format(missing.Answer)}");
        return plot
            .Line(points.Select((point, index) => (places[index], point.Answer)), Series.First)
            .Points(points.Length <= MostCategories ? points.Select((point, index) => (places[index], point.Answer)) : [], Series.First);
    }

    private static Markup Categories(CardContent card, string column, PartialDependencePoint[] points, PartialDependencePoint? missing, string id)
    {
        string Format(double answer) => card.Task == ModelTask.Regression ? Amount(answer) : Percent(answer, 1);
        var bars = points.Take(MostCategories)
            .Select(point => (Name: point.Text ?? Amount(point.Value), point.Answer, Format(point.Answer)))
            .Concat(missing is null ? [] : [(Name: "(missing)", missing.Answer, Format(missing.Answer))]).ToArray();
        var longest = bars.Select(bar => bar.Answer).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        return RowBars.Render(id, $"Effect of {column}", Tell(points), bars, longest > 0 ? longest : 1);
    }

    private static Markup Remainder(int count) =>
        count > MostCategories ? Markup.Text($"The {MostCategories} most frequent of {Count(count)} values.") : default;

    private static string Tell(PartialDependencePoint[] points)
    {
        var (least, most) = (points.MinBy(point => point.Answer)!, points.MaxBy(point => point.Answer)!);
        return $"The mean answer is lowest at {Name(least)} and highest at {Name(most)}.";

        static string Name(PartialDependencePoint point) => point.Text ?? Amount(point.Value);
    }
}
