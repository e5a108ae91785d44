using System.Globalization;
using ServerlessRetail.Benchmarks.Accuracy;
using ServerlessRetail.Benchmarks.Bulk;
using ServerlessRetail.Benchmarks.Csv;
using ServerlessRetail.Benchmarks.Explaining;
using ServerlessRetail.Benchmarks.Http;
using ServerlessRetail.Benchmarks.Reading;
using ServerlessRetail.Benchmarks.Scoring;
using ServerlessRetail.Benchmarks.Start;
using ServerlessRetail.Benchmarks.Training;

return args switch
{
    ["read", .. var options] => await ReadBenchmark.RunAsync(ReadBenchmarkOptions.Parse(options)),
    ["http", .. var options] => await HttpBenchmark.RunAsync(HttpBenchmarkOptions.Parse(options)),
    [SmallServer.EmptyCommand, var url] => await SmallServer.RunEmptyAsync(url),
    [MlNetServer.Command, var url] => await MlNetServer.RunAsync(url),
    ["explain"] => ExplainBenchmark.Run(),
    ["score"] => ScoreBenchmark.Run(),
    [ReadBenchmark.OneReader, var reader, var file] => await ReadBenchmark.RunOneAsync(reader, file),
    ["accuracy", _, ..] => await AccuracyOptions.RunAsync(args[1..]),
    ["train", .. var options] => await TrainBenchmark.RunAsync(TrainBenchmarkOptions.Parse(options)),
    [TrainBenchmark.OneTraining, var file] => await TrainBenchmark.RunOneAsync(file),
    ["csv", .. var options] => await CsvBenchmark.RunAsync(CsvBenchmarkOptions.Parse(options)),
    [CsvBenchmark.OneScoring, var folder, var model, var reasons, var warmUp] => await CsvBenchmark.RunOneAsync(folder, Number(model), Number(reasons), Number(warmUp)),
    ["start", .. var runs] => await StartBenchmark.RunAsync(runs is ["--runs", var count] ? Number(count) : 20),
    ["swap", .. var length] => await SwapBenchmark.RunAsync(TimeSpan.FromMinutes(length is ["--minutes", var count] ? double.Parse(count, CultureInfo.InvariantCulture) : 10)),
    ["bulk", .. var options] => await BulkBenchmark.RunAsync(BulkBenchmarkOptions.Parse(options)),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("Usage: read [--megabytes 1024] [--runs 3] [--folder <temporary folder>] [--readers ours,ours+schema,sylvan,duckdb] [--ids numbers|uuids]");
    Console.Error.WriteLine("       accuracy <folder of the data sets> [names] [--verbose] [--settings <model.json>]");
    Console.Error.WriteLine("       explain");
    Console.Error.WriteLine("       http [--seconds 5] [--warm-up 20] [--rounds 5] [--connections 32] [--threads 1] [--host <published local host>] [--only empty,ours,ml.net,fastapi]");
    Console.Error.WriteLine("       score");
    Console.Error.WriteLine("       train [--rows 1000000] [--label binary|regression] [--file <csv>] [--memory 2048]");
    Console.Error.WriteLine("       csv [--rows 2000000] [--runs 3] [--warm-up 10] [--without-peer]");
    Console.Error.WriteLine("       start [--runs 20]");
    Console.Error.WriteLine("       swap [--minutes 10]");
    Console.Error.WriteLine("       bulk [--megabytes 1024] [--memory 512] [--kills 2] [--trainer logisticRegression] [--folder <temporary folder>]");
    return 2;
}
