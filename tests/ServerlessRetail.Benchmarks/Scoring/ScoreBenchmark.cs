using System.Diagnostics;
using ServerlessRetail.Benchmarks.Explaining;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Benchmarks.Scoring;

/// <summary>What a row costs in process, from cells to raw score, beside LightGBM's own calls and ML.NET's prediction engine.</summary>
internal static class ScoreBenchmark
{
    private const int BatchRows = 10_000;
    private const int Repetitions = 9;

    /// <summary>At least this much work for each figure of each repetition.</summary>
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(150);

    public static int Run()
    {
        var (trees, linear) = (ChurnModels.Trees(), ChurnModels.Linear());
        var cells = ChurnModels.Cells(seed: 2, BatchRows);
        var width = ChurnModels.Recipe.CellWidth;
        var (space, linearSpace) = (trees.CreateSpace(), linear.CreateSpace());
        var scores = new double[BatchRows];
        var contributions = new double[trees.Recipe.Columns.Count];
        _ = trees.Explainer;

        List<Contender> contenders =
        [
            new("linear, one row", GeneratedChurn.Rows, row => linear.RawScore(cells.AsSpan(row * width, width), linearSpace)),
            new("trees, one row", GeneratedChurn.Rows, row => trees.RawScore(cells.AsSpan(row * width, width), space)),
            new("trees, one row with reasons", GeneratedChurn.Rows, row =>
            {
                trees.RawScore(cells.AsSpan(row * width, width), space);
                trees.Explainer.Explain(space, 0, contributions);
            }),
            new("trees, 10,000 rows at once", 1, _ => trees.RawScores(cells, BatchRows, scores, space), BatchRows),
        ];
        AddLightGbm(contenders, trees, cells);
        AddMlNet(contenders);

        foreach (var contender in contenders)
            contender.Measure(Work);
        contenders.ForEach(contender => contender.Forget());
        for (var repetition = 0; repetition < Repetitions; repetition++)
            contenders.ForEach(contender => contender.Measure(Work));

        var (row, batch) = (contenders[1].Median, contenders[3].Median);
        Console.WriteLine("| What | us CPU a row | times ours | Bytes a call |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach (var contender in contenders)
        {
            var ours = contender.RowsOfCall > 1 ? batch : row;
            Console.WriteLine(FormattableString.Invariant($"| {contender.Name} | {contender.Median:0.000} | {contender.Median / ours:0.00} | {contender.Bytes:0.##} |"));
        }
        return 0;
    }

    private static void AddLightGbm(List<Contender> contenders, FittedModel model, float[] cells)
    {
        try
        {
            var (predictor, width) = ((TreesPredictor)model.Predictors[0], model.Recipe.CellWidth);
            var native = new LightGbmNative(LightGbmText.Of(predictor), predictor.Width);
            var vectors = new float[BatchRows * predictor.Width];
            var (single, scores, space, largest) = (new float[BatchRows][], new double[BatchRows], model.CreateSpace(), 0.0);
            for (var row = 0; row < BatchRows; row++)
            {
                single[row] = new float[predictor.Width];
                model.Recipe.Encode(cells.AsSpan(row * width, width), single[row]);
                single[row].CopyTo(vectors, row * predictor.Width);
                largest = Math.Max(largest, Math.Abs(native.PredictRow(single[row]) + predictor.Biases[0] - model.RawScore(cells.AsSpan(row * width, width), space)));
            }
            Console.WriteLine(FormattableString.Invariant($"LightGBM's scores of the same trees differ by {largest:g2} at most.\n"));
            contenders.Add(new Contender("LightGBM C API, one row fast, from the vector", GeneratedChurn.Rows, row => native.PredictRow(single[row])));
            contenders.Add(new Contender("LightGBM C API, 10,000 rows at once, from vectors", 1, _ => native.PredictAll(vectors, scores), BatchRows));
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException or InvalidOperationException)
        {
            Console.WriteLine($"LightGBM's C API is left out: {exception.Message}\n");
        }
    }

    private static void AddMlNet(List<Contender> contenders)
    {
        try
        {
            var engine = new MlNetChurn(GeneratedChurn.Rows);
            contenders.Add(new Contender("ML.NET PredictionEngine, one row", GeneratedChurn.Rows, row => engine.Predict(row)));
        }
        catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException)
        {
            Console.WriteLine($"ML.NET is left out: {exception.Message}\n");
        }
    }

    /// <summary>One way to score.</summary>
    /// <param name="Calls">Calls of a pass.</param>
    /// <param name="Act">The call of a number.</param>
    private sealed record Contender(string Name, int Calls, Action<int> Act, int RowsOfCall = 1)
    {
        private readonly List<double> _microseconds = [];

        public double Median => _microseconds.Order().ElementAt(_microseconds.Count / 2);

        /// <summary>Managed memory that the last measured calls allocated, each.</summary>
        public double Bytes { get; private set; }

        public void Forget() => _microseconds.Clear();

        public void Measure(TimeSpan work)
        {
            var (passes, wall) = (0, Stopwatch.StartNew());
            var (cpu, bytes) = (Process.GetCurrentProcess().TotalProcessorTime, GC.GetAllocatedBytesForCurrentThread());
            do
            {
                for (var call = 0; call < Calls; call++)
                    Act(call);
                passes++;
            }
            while (wall.Elapsed < work);
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
            _microseconds.Add(used.TotalMicroseconds / ((double)passes * Calls * RowsOfCall));
            Bytes = bytes / ((double)passes * Calls);
        }
    }
}
