using System.Diagnostics;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Training.Trainers;
using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.Benchmarks.Explaining;

/// <summary>What a row costs that is scored with boosted trees, without reasons and with them.</summary>
internal static class ExplainBenchmark
{
    /// <summary>At least this much work for each figure.</summary>
    private static readonly TimeSpan Work = TimeSpan.FromSeconds(2);

    public static int Run()
    {
        var (rows, columns) = (GeneratedChurn.Create(seed: 2), GeneratedChurn.Columns);
        Console.WriteLine("| Trees | Row | us CPU | us wall | Bytes |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var (trees, leaves) in ((int, int)[])[(100, 31), (200, 8)])
        {
            var predictor = Train(trees, leaves);
            var started = Stopwatch.StartNew();
            var explainer = predictor.CreateExplainer(columns);
            var creation = started.Elapsed;
            var contributions = new double[columns.Count];

            Report($"{trees} of {leaves} leaves", "score", rows, vector => predictor.Predict(vector));
            Report($"{trees} of {leaves} leaves", "score and reasons", rows, vector =>
            {
                predictor.Predict(vector);
                explainer.Explain(vector, 0, contributions);
            });
            Console.WriteLine(FormattableString.Invariant($"| {trees} of {leaves} leaves | once: making the tables | | {creation.TotalMicroseconds:N0} | |"));
        }
        return 0;
    }

    private static Predictor Train(int rounds, int leaves) => new BoostedTreesTrainer(new BoostedTreesOptions { Rounds = rounds, Leaves = leaves })
        .Train(GeneratedChurn.Create(seed: 1), null, CancellationToken.None).Predictor;

    private static void Report(string model, string what, TrainingSet rows, Action<float[]> act)
    {
        Array.ForEach(rows.Vectors, act);
        var (passes, wall, cpu, bytes) = (0, Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime, GC.GetAllocatedBytesForCurrentThread());
        do
        {
            Array.ForEach(rows.Vectors, act);
            passes++;
        }
        while (wall.Elapsed < Work);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        var (elapsed, used, scored) = (wall.Elapsed, Process.GetCurrentProcess().TotalProcessorTime - cpu, (double)passes * rows.RowCount);
        Console.WriteLine(FormattableString.Invariant(
            $"| {model} | {what} | {used.TotalMicroseconds / scored:0.0} | {elapsed.TotalMicroseconds / scored:0.0} | {Math.Round(bytes / scored)} |"));
    }
}
