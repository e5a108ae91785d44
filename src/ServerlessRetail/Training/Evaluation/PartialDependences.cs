using System.Globalization;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>How the mean answer follows one column while all others stay as they are (Friedman, 2001).</summary>
internal static class PartialDependences
{
    private const int MostRows = 400;
    private const int MostGridRows = 20_000;
    private const int MostPoints = 12;
    private const int MostClasses = 3;

    /// <param name="columns">Names of the columns to vary; free text is passed over.</param>
    /// <returns>In the order of the names; where there are several classes, one a class for the three with the highest mean probability.</returns>
    public static IReadOnlyList<PartialDependence> Measure(
        FittedModel model, CellMatrix cells, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        var rows = RowSample.Spread(cells.RowCount, MostRows);
        var results = new IReadOnlyList<PartialDependence>[columns.Count];
        var outputs = MainOutputs(model, cells, rows);
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, columns.Count, options, i =>
        {
            var column = Enumerable.Range(0, model.Recipe.Columns.Count).First(at => model.Recipe.Columns[at].Name == columns[i]);
            var grid = Grid(model.Recipe, column, cells);
            var answers = grid.ConvertAll(point => MeanAnswers(model, cells, rows, column, point.Cells));
            results[i] = [.. outputs.Select(output => new PartialDependence(
                columns[i],
                model.Task == ModelTask.Multiclass ? model.Description.Label.Classes[output] : null,
                [.. grid.Select((point, at) => new PartialDependencePoint(point.Value, point.Text, answers[at][output], point.Share))]))];
        });
        return [.. results.SelectMany(result => result).Where(dependence => dependence.Points.Count > 1)];
    }

    private static int[] MainOutputs(FittedModel model, CellMatrix cells, int[] rows)
    {
        if (model.Task != ModelTask.Multiclass)
            return [0];
        var means = MeanAnswers(model, cells, rows, 0, null);
        return [.. Enumerable.Range(0, means.Length).OrderByDescending(output => means[output]).Take(MostClasses).Order()];
    }

    /// <summary>The mean answers with the column's cells replaced; null: as they are.</summary>
    private static double[] MeanAnswers(FittedModel model, CellMatrix cells, int[] rows, int column, float[]? replacement)
    {
        var space = model.CreateSpace();
        var changed = new float[model.Recipe.CellWidth];
        var answers = new double[model.Outputs];
        var sums = new double[model.Outputs];
        foreach (var row in rows)
        {
            cells.Row(row).CopyTo(changed);
            replacement?.CopyTo(changed.AsSpan(model.Recipe.CellsOf(column)));
            var scores = model.RawScores(changed, space);
            if (model.Task == ModelTask.Multiclass)
                model.Probabilities(scores, answers);
            else
                answers[0] = model.Answer(scores[0]);
            for (var output = 0; output < sums.Length; output++)
                sums[output] += answers[output];
        }
        return Array.ConvertAll(sums, sum => sum / rows.Length);
    }

    private static List<GridPoint> Grid(FeatureRecipe recipe, int column, CellMatrix cells)
    {
        var range = recipe.CellsOf(column);
        var feature = recipe.Columns[column];
        if (feature is TextFeature)
            return [];
        var values = Array.ConvertAll(RowSample.Spread(cells.RowCount, MostGridRows), row => cells.Row(row)[range].ToArray());
        var present = Array.FindAll(values, value => !float.IsNaN(value[0]));
        var points = feature switch
        {
            NumericFeature => Quantiles(present, value => value[0], value => (value[0], null)),
            DateFeature date => Quantiles(present, Moment, value => (null, Describe(date, value))),
            BooleanFeature => Frequent(present, code => code != 0 ? "true" : "false"),
            CategoricalFeature category => Frequent(Array.FindAll(present, value => value[0] < category.Categories.Count), code => category.Categories[(int)code]),
            _ => [],
        };
        var missing = values.Length - present.Length;
        if (points.Count > 0 && missing > 0)
        {
            var nothing = new float[feature.CellWidth];
            Array.Fill(nothing, float.NaN);
            points.Add(new GridPoint(nothing, null, null, missing));
        }
        return points.ConvertAll(point => point with { Share = point.Share / values.Length });

        static double Moment(float[] value) => value[0] + (value[1] / 86_400.0);
    }

    /// <summary>Evenly spread over the sorted values; each value counts for the point that it is nearest to.</summary>
    private static List<GridPoint> Quantiles(float[][] present, Func<float[], double> order, Func<float[], (double? Value, string? Text)> describe)
    {
        if (present.Length == 0)
            return [];
        var sorted = present.OrderBy(order).ToArray();
        var distinct = sorted.DistinctBy(order).Take(MostPoints + 1).ToArray();
        var chosen = distinct.Length <= MostPoints
            ? distinct
            : [.. Enumerable.Range(0, MostPoints).Select(i => sorted[(int)((long)i * (sorted.Length - 1) / (MostPoints - 1))]).DistinctBy(order)];
        var counts = new int[chosen.Length];
        var nearest = 0;
        foreach (var value in sorted)
        {
            while (nearest + 1 < chosen.Length && order(chosen[nearest + 1]) - order(value) < order(value) - order(chosen[nearest]))
                nearest++;
            counts[nearest]++;
        }
        return [.. chosen.Select((value, i) => new GridPoint(value, describe(value).Value, describe(value).Text, counts[i]))];
    }

    private static List<GridPoint> Frequent(float[][] present, Func<float, string> text) =>
    [
        .. present
            .GroupBy(value => value[0])
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key)
            .Take(MostPoints)
            .Select(group => new GridPoint([group.Key], null, text(group.Key), group.Count())),
    ];

    private static string Describe(DateFeature date, float[] value) => DateFormat.FromId(date.Format).IsTimeOnly
        ? TimeSpan.FromSeconds(value[1]).ToString(@"hh\:mm", CultureInfo.InvariantCulture)
        : date.Describe(value[0]);

    /// <param name="Cells">What the column's cells become.</param>
    /// <param name="Share">Rows, then their share.</param>
    private sealed record GridPoint(float[] Cells, double? Value, string? Text, double Share);
}
