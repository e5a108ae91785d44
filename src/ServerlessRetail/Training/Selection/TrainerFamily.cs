using System.Globalization;
using ServerlessRetail.Datasets;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Training.Selection;

/// <summary>A kind of trainer that model.json can name, and what is tried of it where nothing is said.</summary>
internal abstract class TrainerFamily(string name)
{
    public string Name { get; } = name;

    /// <summary>Named starting points for its hyper-parameters.</summary>
    public abstract IReadOnlyCollection<string> Presets { get; }

    public abstract bool Supports(ModelTask task);

    /// <summary>What is compared where model.json gives no hyper-parameters, the plainest first.</summary>
    public abstract IEnumerable<ITrainer> Defaults(DataSize size, int seed);

    /// <summary>What model.json asks for: every combination of the values that it gives.</summary>
    /// <exception cref="RejectedException">An unknown preset or hyper-parameter, or a value out of bounds.</exception>
    public abstract IEnumerable<ITrainer> Create(TrainerSettings settings, int seed);
}

/// <param name="Rows">Training rows.</param>
/// <param name="Slots">Slots of a feature vector.</param>
internal sealed record DataSize(ModelTask Task, int Rows, int Slots);

/// <inheritdoc cref="TrainerFamily"/>
/// <param name="defaults">Options where nothing is said.</param>
/// <param name="create">Makes a trainer of options and seed.</param>
/// <param name="parameters">What model.json can set.</param>
/// <param name="grid">Options to compare where nothing is said.</param>
/// <param name="presets">Options by name.</param>
internal sealed class TrainerFamily<TOptions>(
    string name,
    TOptions defaults,
    Func<TOptions, int, ITrainer> create,
    IReadOnlyList<HyperParameter<TOptions>> parameters,
    Func<DataSize, IEnumerable<TOptions>> grid,
    IReadOnlyDictionary<string, TOptions>? presets = null) : TrainerFamily(name)
{
    private readonly IReadOnlyDictionary<string, TOptions> _presets = presets ?? new Dictionary<string, TOptions>();

    public override IReadOnlyCollection<string> Presets => [.. _presets.Keys];

    public override bool Supports(ModelTask task) => create(defaults, 1).Supports(task);

    public override IEnumerable<ITrainer> Defaults(DataSize size, int seed) => grid(size).Select(options => create(options, seed));

    public override IEnumerable<ITrainer> Create(TrainerSettings settings, int seed)
    {
        IEnumerable<TOptions> combinations = [Start(settings)];
        foreach (var (key, values) in settings.Values)
        {
            var parameter = Find(key);
            foreach (var value in values.Where(value => !parameter.Allows(value)))
                throw Invalid($"\"{key}\" of {Name} is {Text(value)}; it must be {(parameter.IsWhole ? "a whole number" : "a number")} from {Text(parameter.Low)} to {Text(parameter.High)}.");
            combinations = combinations.SelectMany(options => values.Select(value => parameter.With(options, value)));
        }
        return combinations.Select(options => create(options, seed));
    }

    private TOptions Start(TrainerSettings settings)
    {
        if (settings.Preset is null)
            return defaults;
        return _presets.TryGetValue(settings.Preset, out var preset)
            ? preset
            : throw Invalid(_presets.Count == 0
                ? $"{Name} has no presets."
                : $"{Name} has no preset \"{settings.Preset}\"; it has {string.Join(", ", _presets.Keys)}.");
    }

    private HyperParameter<TOptions> Find(string key) => parameters.FirstOrDefault(parameter => parameter.Name == key)
        ?? throw Invalid($"{Name} has no hyper-parameter \"{key}\"; it has {string.Join(", ", parameters.Select(parameter => parameter.Name))}.");

    private static RejectedException Invalid(string detail) =>
        new(RejectionReasons.InvalidSettings, $"{DatasetName.SettingsFile}, \"trainers\": {detail}");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
