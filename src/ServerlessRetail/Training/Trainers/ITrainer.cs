using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Training.Trainers;

/// <summary>
/// Learns a predictor from feature vectors. Hyper-parameters and seed come with the constructor, data only with
/// <see cref="Train"/>. Uses one thread: several trainings run side by side instead.
/// </summary>
public interface ITrainer
{
    /// <summary>The name in settings, reports and responses, for example <c>logisticRegression</c>.</summary>
    string Name { get; }

    /// <summary>The feature vectors that it wants.</summary>
    FeatureOptions Features { get; }

    /// <summary>Every hyper-parameter by its name in model.json, as the report tells it.</summary>
    IReadOnlyDictionary<string, double> Parameters { get; }

    bool Supports(ModelTask task);

    /// <summary>
    /// Learns from the rows alone: the same rows give the same predictor, bit for bit, whatever was trained before.
    /// </summary>
    /// <param name="rows">What to learn from.</param>
    /// <param name="validation">
    /// Rows to stop early by, for trainers that learn in rounds (trees, epochs): the predictor is that of the best round.
    /// Null: the trainer's own number of rounds. Other trainers ignore it.
    /// </param>
    /// <exception cref="RejectedException"><see cref="RejectionReasons.CannotFit"/>: the rows give no finite predictor.</exception>
    TrainedPredictor Train(TrainingSet rows, TrainingSet? validation, CancellationToken cancellationToken);

    /// <summary>The same trainer with exactly this many rounds; itself where it does not learn in rounds.</summary>
    /// <param name="rounds">1 or more.</param>
    ITrainer WithRounds(int rounds);
}

/// <param name="Rounds">Rounds that the predictor is made of (trees a class, epochs); 0 where the trainer has none.</param>
public sealed record TrainedPredictor(Predictor Predictor, int Rounds = 0);
