using System.Globalization;
using ServerlessRetail.Benchmarks.Reading;

namespace ServerlessRetail.Benchmarks.Training;

/// <summary>What the command line says.</summary>
/// <param name="Rows">Rows of the generated file.</param>
/// <param name="Label">What its last column says.</param>
/// <param name="File">A file to train on instead; null: one is generated.</param>
/// <param name="Megabytes">Memory of the instance that is imitated: as in a container of that size, the runtime's heap may take three quarters. 0: the machine's.</param>
internal sealed record TrainBenchmarkOptions(int Rows, CustomerLabel Label, string? File, int Megabytes)
{
    public static TrainBenchmarkOptions Parse(string[] args)
    {
        var given = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        return new TrainBenchmarkOptions(
            int.Parse(given.GetValueOrDefault("--rows", "1000000"), CultureInfo.InvariantCulture),
            given.GetValueOrDefault("--label", "binary") == "regression" ? CustomerLabel.SpendNextYear : CustomerLabel.Churned,
            given.GetValueOrDefault("--file"),
            int.Parse(given.GetValueOrDefault("--memory", "2048"), CultureInfo.InvariantCulture));
    }
}
