using ServerlessRetail.Datasets;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Training.Selection;

/// <summary>All trainers that model.json can name, the plainest first, and what is tried of each.</summary>
internal static class TrainerCatalog
{
    public static IReadOnlyList<TrainerFamily> Families { get; } =
    [
        TrainerGrids.LinearRegression, TrainerGrids.LogisticRegression, TrainerGrids.BoostedTrees, TrainerGrids.NeuralNetwork,
        TrainerGrids.Baseline,
    ];

    /// <summary>Below this share of the rarer class, candidates with weighted classes are tried too.</summary>
    private const double ImbalancedShare = 0.1;

    /// <summary>Refuses names, presets, hyper-parameters and values that no trainer has.</summary>
    /// <exception cref="RejectedException">With <see cref="RejectionReasons.InvalidSettings"/>.</exception>
    public static void Check(ModelSettings settings)
    {
        foreach (var named in settings.Trainers)
            _ = Find(named).Create(named, settings.Seed).ToList();
    }

    /// <summary>What is compared for a file, the plainest first.</summary>
    /// <param name="rarerShare">Share of the rarer class, 0 to 1; 1 unless there are two classes.</param>
    /// <exception cref="RejectedException">Settings name a trainer that is not for this task, or none that is.</exception>
    public static IReadOnlyList<Candidate> Candidates(ModelSettings settings, DataSize size, double rarerShare)
    {
        var candidates = (settings.Trainers.Count == 0 ? Default(settings, size) : Named(settings, size)).Select(trainer => new Candidate(trainer)).ToList();
        if (rarerShare >= ImbalancedShare)
            return candidates;
        var balanced = candidates.GroupBy(candidate => candidate.Trainer.Name).Select(group => group.First() with { IsBalanced = true });
        return [.. candidates, .. balanced];
    }

    private static IEnumerable<ITrainer> Default(ModelSettings settings, DataSize size) => Families
        .Where(family => family.Supports(size.Task))
        .SelectMany(family => family.Defaults(size, settings.Seed));

    private static IEnumerable<ITrainer> Named(ModelSettings settings, DataSize size)
    {
        foreach (var named in settings.Trainers)
        {
            var family = Find(named);
            if (!family.Supports(size.Task))
            {
                throw Invalid($"{named.Name} cannot learn this label, whose task is {Camel(size.Task)}; "
                    + $"{string.Join(", ", Families.Where(other => other.Supports(size.Task)).Select(other => other.Name))} can.");
            }
            var defaults = named.Preset is null && named.Values.Count == 0 ? family.Defaults(size, settings.Seed).ToList() : [];
            foreach (var trainer in defaults.Count > 0 ? defaults : family.Create(named, settings.Seed))
                yield return trainer;
        }
    }

    private static TrainerFamily Find(TrainerSettings named) => Families.FirstOrDefault(family => family.Name == named.Name)
        ?? throw Invalid($"there is no trainer \"{named.Name}\". Trainers are {string.Join(", ", Families.Select(family => family.Name))}.");

    private static string Camel(ModelTask task) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(task.ToString());

    private static RejectedException Invalid(string detail) =>
        new(RejectionReasons.InvalidSettings, $"{DatasetName.SettingsFile}, \"trainers\": {detail}");
}
