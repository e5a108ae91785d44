using System.Globalization;

namespace ServerlessRetail.Benchmarks.Reading;

/// <summary>What the command line says.</summary>
/// <param name="Megabytes">Size of the generated CSV.</param>
/// <param name="Runs">Runs of each reader on each file; the median counts.</param>
/// <param name="Folder">Where the files are made, and deleted afterwards.</param>
/// <param name="Readers">The readers to run.</param>
/// <param name="Uuids">Whether customers are named by UUIDs instead of short numbers.</param>
internal sealed record ReadBenchmarkOptions(int Megabytes, int Runs, string Folder, IReadOnlyList<string> Readers, bool Uuids)
{
    public static ReadBenchmarkOptions Parse(string[] args)
    {
        var given = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        return new ReadBenchmarkOptions(
            int.Parse(given.GetValueOrDefault("--megabytes", "1024"), CultureInfo.InvariantCulture),
            int.Parse(given.GetValueOrDefault("--runs", "3"), CultureInfo.InvariantCulture),
            given.GetValueOrDefault("--folder", Path.Combine(Path.GetTempPath(), "serverlessretail-benchmark")),
            given.GetValueOrDefault("--readers", string.Join(',', CsvReaders.All.Keys)).Split(','),
            given.GetValueOrDefault("--ids", "numbers") == "uuids");
    }
}
