using ServerlessRetail.Benchmarks.Reading;

return args switch
{
    ["read", .. var options] => await ReadBenchmark.RunAsync(ReadBenchmarkOptions.Parse(options)),
    [ReadBenchmark.OneReader, var reader, var file] => await ReadBenchmark.RunOneAsync(reader, file),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: read [--megabytes 1024] [--runs 3] [--folder <temporary folder>] [--readers ours,ours+schema,sylvan,duckdb] [--ids numbers|uuids]");
    return 2;
}
