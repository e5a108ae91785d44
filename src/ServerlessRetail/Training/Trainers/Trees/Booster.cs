using System.Runtime.CompilerServices;
using Microsoft.ML;

namespace ServerlessRetail.Training.Trainers.Trees;

/// <summary>Grows trees with ML.NET, on one thread and with every option set: its defaults are not those of the engines.</summary>
internal abstract class Booster(BoostedTreesOptions options, int seed)
{
    protected const string Features = "Features";
    protected const string Label = "Label";
    protected const string Weight = "Weight";

    public static Booster Create(BoostingEngine engine, BoostedTreesOptions options, int seed) =>
        engine == BoostingEngine.LightGbm ? new LightGbmBooster(options, seed) : new FastTreeBooster(options, seed);

    protected BoostedTreesOptions Options => options;

    protected int Seed => seed;

    internal MLContext Context { get; } = new(seed);

    /// <param name="validation">Rows that tell when to stop; null: all rounds are grown.</param>
    /// <returns>The trees of each output.</returns>
    /// <exception cref="OperationCanceledException">Cancellation is looked at in every round.</exception>
    public IReadOnlyList<MlNetTrees> Grow(TrainingSet rows, TrainingSet? validation, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(() => CancelExecution(Context));
        try
        {
            return Grow(rows, validation);
        }
        catch (OperationCanceledException exception)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    protected abstract IReadOnlyList<MlNetTrees> Grow(TrainingSet rows, TrainingSet? validation);

    // ML.NET looks in every round whether it was called, and offers no public way to it.
    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    private static extern void CancelExecution(MLContext context);
}
