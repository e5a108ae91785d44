using ServerlessRetail.Benchmarks.Accuracy;
using ServerlessRetail.Benchmarks.Explaining;
using ServerlessRetail.Benchmarks.Reading;

return args switch
{
    ["read", .. var options] => await ReadBenchmark.RunAsync(ReadBenchmarkOptions.Parse(options)),
    ["explain"] => ExplainBenchmark.Run(),
    [ReadBenchmark.OneReader, var reader, var file] => await ReadBenchmark.RunOneAsync(reader, file),
    ["accuracy", _, ..] => await AccuracyOptions.RunAsync(args[1..]),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: read [--megabytes 1024] [--runs 3] [--folder <temporary folder>] [--readers ours,ours+schema,sylvan,duckdb] [--ids numbers|uuids]");
    Console.Error.WriteLine("       accuracy <folder of the data sets> [names] [--verbose] [--settings <model.json>]");
    Console.Error.WriteLine("       explain");
    return 2;
}
