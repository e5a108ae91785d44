using System.Globalization;

namespace ServerlessRetail.Benchmarks.Csv;

/// <summary>What the command line says.</summary>
/// <param name="Rows">Rows of the generated file.</param>
/// <param name="Runs">Scorings of each kind.</param>
/// <param name="WithoutPeer">Whether scikit-learn is left out.</param>
internal sealed record CsvBenchmarkOptions(int Rows, int Runs, bool WithoutPeer)
{
    public static CsvBenchmarkOptions Parse(string[] args)
    {
        var given = args.Where(arg => arg != "--without-peer").Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        return new CsvBenchmarkOptions(
            int.Parse(given.GetValueOrDefault("--rows", "2000000"), CultureInfo.InvariantCulture),
            int.Parse(given.GetValueOrDefault("--runs", "3"), CultureInfo.InvariantCulture),
            args.Contains("--without-peer"));
    }
}
