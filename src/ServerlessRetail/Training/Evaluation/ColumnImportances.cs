using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>How much each column moves a model's answers: the mean size of its contributions, those that reasons are made of.</summary>
internal static class ColumnImportances
{
    private const int MostRows = 2_000;

    // A fixed number, so that sums are added up the same way on any number of cores.
    private const int Chunks = 16;

    /// <returns>Most important first; of equals the one that comes first in the file.</returns>
    public static IReadOnlyList<ColumnImportance> Measure(FittedModel model, CellMatrix cells, CancellationToken cancellationToken)
    {
        var rows = RowSample.Spread(cells.RowCount, MostRows);
        var columns = model.Recipe.Columns;
        var sums = new double[Chunks][];
        Parallel.For(0, Chunks, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, chunk =>
        {
            var (space, contributions) = (model.CreateSpace(), new double[columns.Count]);
            sums[chunk] = new double[columns.Count];
            for (var i = chunk; i < rows.Length; i += Chunks)
            {
                model.RawScores(cells.Row(rows[i]), space);
                for (var output = 0; output < model.Outputs; output++)
                {
                    model.Explainer.Explain(space, output, contributions);
                    for (var column = 0; column < contributions.Length; column++)
                        sums[chunk][column] += Math.Abs(contributions[column]);
                }
            }
        });

        var means = columns.Select((_, column) => sums.Sum(chunk => chunk[column]) / (rows.Length * model.Outputs)).ToArray();
        var total = means.Sum();
        return [.. columns
            .Select((column, i) => new ColumnImportance(column.Name, means[i], total > 0 ? means[i] / total : 0))
            .OrderByDescending(column => column.MeanAbsoluteContribution)];
    }
}
