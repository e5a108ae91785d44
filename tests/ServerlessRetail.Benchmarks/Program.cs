using System.Globalization;
using ServerlessRetail.Benchmarks.Accuracy;
using ServerlessRetail.Benchmarks.Csv;
using ServerlessRetail.Benchmarks.Explaining;
using ServerlessRetail.Benchmarks.Reading;
using ServerlessRetail.Benchmarks.Scoring;
using ServerlessRetail.Benchmarks.Training;

return args switch
{
    ["read", .. var options] => await ReadBenchmark.RunAsync(ReadBenchmarkOptions.Parse(options)),
    ["explain"] => ExplainBenchmark.Run(),
    ["score"] => ScoreBenchmark.Run(),
    [ReadBenchmark.OneReader, var reader, var file] => await ReadBenchmark.RunOneAsync(reader, file),
    ["accuracy", _, ..] => await AccuracyOptions.RunAsync(args[1..]),
    ["train", .. var options] => await TrainBenchmark.RunAsync(TrainBenchmarkOptions.Parse(options)),
    [TrainBenchmark.OneTraining, var file] => await TrainBenchmark.RunOneAsync(file),
    ["csv", .. var options] => await CsvBenchmark.RunAsync(CsvBenchmarkOptions.Parse(options)),
    [CsvBenchmark.OneScoring, var folder, var model, var reasons] => await CsvBenchmark.RunOneAsync(folder, int.Parse(model, CultureInfo.InvariantCulture), int.Parse(reasons, CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: read [--megabytes 1024] [--runs 3] [--folder <temporary folder>] [--readers ours,ours+schema,sylvan,duckdb] [--ids numbers|uuids]");
    Console.Error.WriteLine("       accuracy <folder of the data sets> [names] [--verbose] [--settings <model.json>]");
    Console.Error.WriteLine("       explain");
    Console.Error.WriteLine("       score");
    Console.Error.WriteLine("       train [--rows 1000000] [--label binary|regression] [--file <csv>] [--memory 2048]");
    Console.Error.WriteLine("       csv [--rows 2000000] [--runs 3] [--without-peer]");
    return 2;
}
