using System.Globalization;

namespace ServerlessRetail.Benchmarks.Csv;

/// <summary>What the command line says.</summary>
/// <param name="Rows">Rows of the generated file.</param>
/// <param name="Runs">Scorings of each kind.</param>
/// <param name="WarmUp">Seconds of scoring another file before, that do not count.</param>
/// <param name="WithoutPeer">Whether scikit-learn is left out.</param>
internal sealed record CsvBenchmarkOptions(int Rows, int Runs, int WarmUp, bool WithoutPeer)
{
    public static CsvBenchmarkOptions Parse(string[] args)
    {
        var given = args.Where(arg => arg != "--without-peer").Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        return new CsvBenchmarkOptions(Number("--rows", 2_000_000), Number("--runs", 3), Number("--warm-up", 10), args.Contains("--without-peer"));

        int Number(string name, int otherwise) => given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }
}
