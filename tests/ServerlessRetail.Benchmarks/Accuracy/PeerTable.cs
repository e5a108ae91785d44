using System.Globalization;

namespace ServerlessRetail.Benchmarks.Accuracy;

/// <summary>What other tools score on the same test rows: the table of the data folder's README.</summary>
internal sealed class PeerTable
{
    private readonly List<(string Data, string Model, Dictionary<string, double> Metrics)> _rows;

    private PeerTable(List<(string Data, string Model, Dictionary<string, double> Metrics)> rows) => _rows = rows;

    /// <param name="folder">The folder of the data sets.</param>
    public static PeerTable Read(string folder)
    {
        var names = new[] { "auc", "logLoss", "accuracy", "f1", "rmse", "r2" };
        var rows = new List<(string Data, string Model, Dictionary<string, double> Metrics)>();
        foreach (var line in File.ReadLines(Path.Combine(folder, "README.md")))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length < names.Length + 4)
                continue;
            var metrics = new Dictionary<string, double>();
            for (var i = 0; i < names.Length; i++)
            {
                if (double.TryParse(cells[i + 3], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                    metrics[names[i]] = value;
            }
            if (metrics.Count > 0)
                rows.Add((cells[1], cells[2], metrics));
        }
        return new PeerTable(rows);
    }

    /// <summary>A metric of every peer on a file.</summary>
    public IReadOnlyList<(string Model, double Value)> Of(string data, string metric) =>
        [.. _rows.Where(row => row.Data == data && row.Metrics.ContainsKey(metric)).Select(row => (row.Model, row.Metrics[metric]))];
}
