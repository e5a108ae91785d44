using System.Text;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Benchmarks.Accuracy;

/// <summary>What the command line says: the folder of the data sets, then names of files, <c>--verbose</c>, and <c>--settings</c> with a model.json.</summary>
internal static class AccuracyOptions
{
    public static Task<int> RunAsync(string[] args)
    {
        var settings = new ModelSettings();
        var names = new List<string>();
        for (var i = 1; i < args.Length; i++)
        {
            if (args[i] == "--settings")
                settings = ModelSettingsReader.Read(Encoding.UTF8.GetBytes(args[++i]));
            else if (args[i] != "--verbose")
                names.Add(args[i]);
        }
        return AccuracyBenchmark.RunAsync(
            args[0], names, own => own with { Trainers = settings.Trainers, Seed = settings.Seed, BudgetSeconds = settings.BudgetSeconds }, args.Contains("--verbose"));
    }
}
