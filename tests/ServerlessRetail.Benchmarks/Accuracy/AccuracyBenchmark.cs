using System.Diagnostics;
using System.Globalization;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Duplicates;
using ServerlessRetail.Datasets.PersonalData;
using ServerlessRetail.Datasets.Sentinels;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Training;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Benchmarks.Accuracy;

/// <summary>Trains on real files without a word of help and compares with other tools on the same test rows.</summary>
internal static class AccuracyBenchmark
{
    /// <param name="folder">The folder of the data sets.</param>
    /// <param name="only">Names of the files to run; empty: all.</param>
    /// <param name="settings">Changes the settings of each file.</param>
    /// <param name="isVerbose">Whether to list the candidates.</param>
    public static async Task<int> RunAsync(string folder, IReadOnlyCollection<string> only, Func<ModelSettings, ModelSettings> settings, bool isVerbose)
    {
        var peers = PeerTable.Read(folder);
        Console.WriteLine("| data | chosen | metric | ours | best peer | rank | log loss or RMSE | best peer's | ECE | seconds | peak MB |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var one in AccuracyCase.All.Where(one => only.Count == 0 || only.Contains(one.Name)))
            await RunAsync(folder, one, settings(one.Settings), peers, isVerbose);
        return 0;
    }

    private static async Task RunAsync(string folder, AccuracyCase one, ModelSettings settings, PeerTable peers, bool isVerbose)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var dataset = SentinelRule.Apply(await ReadAsync(Path.Combine(folder, one.Name, one.File)), settings);
        var schema = SchemaInference.Infer(dataset, settings);
        schema = PersonalDataRule.Apply(schema, PersonalDataRule.Find(dataset, settings));
        var duplicates = DuplicateRows.Find(dataset, schema);
        var held = File.ReadLines(Path.Combine(folder, one.Name, "test_rows.txt")).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToHashSet();
        var rows = LabeledRows.Create(dataset, schema.Label, settings.Seed, duplicates, new SplitRules(duplicates.Groups, null) { TestRows = held });
        var fitting = ModelFitting.Fit(dataset, schema, rows, settings, new ModelLineage("", "", settings.Seed, ""), CancellationToken.None);
        var cells = CellMatrix.Create(dataset, fitting.Model.Recipe, rows.Split.Test);
        var metrics = ModelEvaluation.Of(fitting.Model, cells, rows.TestLabels).Metrics;
        Print(one.Name, fitting, metrics, peers, Stopwatch.GetElapsedTime(startedAt));
        if (isVerbose)
            PrintCandidates(fitting);
    }

    private static void Print(string name, FittingResult fitting, IReadOnlyDictionary<string, double> metrics, PeerTable peers, TimeSpan time)
    {
        var isRegression = fitting.Model.Task == ModelTask.Regression;
        var (metric, loss) = isRegression ? (MetricNames.RSquared, MetricNames.Rmse) : (MetricNames.Auc, MetricNames.LogLoss);
        var others = peers.Of(name, metric).OrderByDescending(peer => peer.Value).ToList();
        var best = others.FirstOrDefault();
        var bestLoss = peers.Of(name, loss).OrderBy(peer => peer.Value).FirstOrDefault();
        var rank = 1 + others.Count(peer => peer.Value > metrics[metric]);
        var parts = string.Join(" + ", fitting.Model.Description.Parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Weight:0.##} {part.Trainer}")));
        var ece = metrics.TryGetValue("ece", out var found) ? found.ToString("0.0000", CultureInfo.InvariantCulture) : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {parts} | {metric} | {metrics[metric]:0.0000} | {best.Value:0.0000} {best.Model} | {rank} | {metrics[loss]:0.####} | {bestLoss.Value:0.####} {bestLoss.Model} | {ece} | {time.TotalSeconds:0.0} | {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} |"));
    }

    private static void PrintCandidates(FittingResult fitting)
    {
        Console.WriteLine($"  {fitting.Selection.Why} {fitting.Selection.Folds}; {fitting.Calibration.Method}: {fitting.Calibration.Why}");
        foreach (var candidate in fitting.Selection.Candidates.OrderBy(candidate => candidate.Score?.Mean ?? double.MaxValue))
        {
            var parameters = string.Join(" ", candidate.Parameters.Select(parameter => string.Create(CultureInfo.InvariantCulture, $"{parameter.Key}={parameter.Value:0.#####}")));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"    {candidate.Score?.Mean:0.#####} ±{candidate.Score?.StandardError:0.####} {candidate.Trainer} {parameters} rounds {candidate.Rounds}, {candidate.Folds} folds, {candidate.State} {candidate.Reason}"));
        }
    }

    private static async Task<Dataset> ReadAsync(string path)
    {
        await using var file = File.OpenRead(path);
        await using var quarantine = new QuarantineWriter(_ => Task.FromResult(Stream.Null));
        return await DatasetReader.ReadAsync(file, new ReadOptions(), quarantine, CancellationToken.None);
    }
}
