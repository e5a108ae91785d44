using System.Globalization;

namespace ServerlessRetail.Benchmarks.Bulk;

/// <param name="Megabytes">Of the file, 2^20 bytes each.</param>
/// <param name="HeapMegabytes">What the host's heap may take at most.</param>
/// <param name="Kills">How often the host is killed in the second run.</param>
/// <param name="Trainer">The model's one trainer, as model.json names it.</param>
/// <param name="Folder">Where the file and Azurite's data are kept; null: the temporary folder.</param>
internal sealed record BulkBenchmarkOptions(int Megabytes = 1024, int HeapMegabytes = 512, int Kills = 2, string Trainer = "logisticRegression", string? Folder = null)
{
    public static BulkBenchmarkOptions Parse(string[] args)
    {
        var options = new BulkBenchmarkOptions();
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            options = args[i] switch
            {
                "--megabytes" => options with { Megabytes = Number(args[i + 1]) },
                "--memory" => options with { HeapMegabytes = Number(args[i + 1]) },
                "--kills" => options with { Kills = Number(args[i + 1]) },
                "--trainer" => options with { Trainer = args[i + 1] },
                "--folder" => options with { Folder = args[i + 1] },
                var unknown => throw new ArgumentException($"There is no option {unknown}."),
            };
        }

        return options;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
