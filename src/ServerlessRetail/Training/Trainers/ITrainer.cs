using ServerlessRetail.Datasets;
using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Trainers;

/// <summary>Learns a predictor from feature vectors. Hyper-parameters and seed come with the constructor, data only with <see cref="Train"/>.</summary>
public interface ITrainer
{
    /// <summary>The name in reports and responses.</summary>
    string Name { get; }

    ModelTask Task { get; }

    /// <summary>Learns from the rows alone: the same rows give the same predictor, whatever was trained before.</summary>
    TrainedPredictor Train(TrainingSet rows, CancellationToken cancellationToken);
}

/// <summary>A predictor and how its output becomes a raw score: <c>output · Scale + Offset</c>.</summary>
/// <param name="Scale">1 for a classifier; the label's standard deviation for a regression.</param>
/// <param name="Offset">0 for a classifier; the label's mean for a regression.</param>
public sealed record TrainedPredictor(LinearPredictor Predictor, double Scale, double Offset);
