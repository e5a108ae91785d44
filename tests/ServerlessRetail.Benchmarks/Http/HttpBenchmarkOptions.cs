using System.Globalization;

namespace ServerlessRetail.Benchmarks.Http;

/// <summary>What the command line says.</summary>
/// <param name="Seconds">Load on each server in each round.</param>
/// <param name="WarmUp">Seconds of load on each before, that do not count.</param>
/// <param name="Rounds">Of which the median counts.</param>
/// <param name="Connections">Requests at once.</param>
/// <param name="Threads">Of wrk.</param>
/// <param name="Host">A folder with a published local host; null: it is published first.</param>
/// <param name="Only">Contenders whose names begin so; empty: all.</param>
internal sealed record HttpBenchmarkOptions(int Seconds, int WarmUp, int Rounds, int Connections, int Threads, string? Host, string Only)
{
    public static HttpBenchmarkOptions Parse(string[] args)
    {
        var given = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        return new HttpBenchmarkOptions(Number("--seconds", 5), Number("--warm-up", 20), Number("--rounds", 5), Number("--connections", 32), Number("--threads", 1), given.GetValueOrDefault("--host"), given.GetValueOrDefault("--only", ""));

        int Number(string name, int otherwise) => given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }
}
