using ServerlessRetail.Datasets;
using ServerlessRetail.Features;

namespace ServerlessRetail.Training.Trainers.Network;

/// <summary>
/// A small ensemble of networks with dense layers of relu, a linear function beside them, and numbers cut into steps; trained
/// with AdamW on cross-entropy, or on the squared error of a standardised label. Raw scores are averaged, so that what
/// columns contribute still adds up.
/// </summary>
/// <remarks>
/// Categories come as one slot each: the rows of the first layer's weights are then what others call learned entity
/// embeddings (Guo and Berkhahn, 2016), as wide as that layer. Trains in single precision on one thread; the same rows and
/// seed give the same bits on the same kind of processor, not on another with vectors of another width.
/// Without validation rows a tenth of the rows is set aside to find the number of epochs, then all rows are learned from.
/// </remarks>
public sealed class NeuralNetworkTrainer(NetworkOptions? options = null, int seed = 1) : ITrainer
{
    /// <summary>Share of the rows that the number of epochs is chosen by, where no validation rows are given.</summary>
    private const double HeldOutShare = 0.1;

    private readonly NetworkOptions _options = options ?? new NetworkOptions();

    /// <summary>Every number that model.json can set.</summary>
    public static IReadOnlyList<HyperParameter<NetworkOptions>> HyperParameters { get; } =
    [
        new("layer1", 0, 1_024, options => options.Layer1, (options, value) => options with { Layer1 = (int)value }) { IsWhole = true },
        new("layer2", 0, 1_024, options => options.Layer2, (options, value) => options with { Layer2 = (int)value }) { IsWhole = true },
        new("layer3", 0, 1_024, options => options.Layer3, (options, value) => options with { Layer3 = (int)value }) { IsWhole = true },
        new("wide", 0, 1, options => options.Wide ? 1 : 0, (options, value) => options with { Wide = value > 0 }) { IsWhole = true },
        new("bins", 0, 64, options => options.Bins, (options, value) => options with { Bins = (int)value }) { IsWhole = true },
        new("dropout", 0, 0.9, options => options.Dropout, (options, value) => options with { Dropout = value }),
        new("weightDecay", 0, 10, options => options.WeightDecay, (options, value) => options with { WeightDecay = value }),
        new("learningRate", 1e-6, 1, options => options.LearningRate, (options, value) => options with { LearningRate = value }),
        new("averaging", 0, 0.9999, options => options.Averaging, (options, value) => options with { Averaging = value }),
        new("clipNorm", 0, 1_000, options => options.ClipNorm, (options, value) => options with { ClipNorm = value }),
        new("batchSize", 0, 8_192, options => options.BatchSize, (options, value) => options with { BatchSize = (int)value }) { IsWhole = true },
        new("epochs", 0, 10_000, options => options.Epochs, (options, value) => options with { Epochs = (int)value }) { IsWhole = true },
        new("patience", 0, 10_000, options => options.Patience, (options, value) => options with { Patience = (int)value }) { IsWhole = true },
        new("ensemble", 0, 32, options => options.Ensemble, (options, value) => options with { Ensemble = (int)value }) { IsWhole = true },
    ];

    /// <summary>Exactly this many epochs; 0: as validation rows say.</summary>
    private int Rounds { get; init; }

    public string Name => TrainerNames.NeuralNetwork;

    public FeatureOptions Features => new(Rows: _options.Rows, TakesLogs: _options.TakesLogs);

    public IReadOnlyDictionary<string, double> Parameters => HyperParameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Get(_options));

    public bool Supports(ModelTask task) => true;

    public ITrainer WithRounds(int rounds) => new NeuralNetworkTrainer(_options, seed) { Rounds = rounds };

    public TrainedPredictor Train(TrainingSet rows, TrainingSet? validation, CancellationToken cancellationToken)
    {
        var options = _options.For(rows.RowCount);
        if (Rounds > 0 || options.Patience == 0)
            return TrainFor(rows, options, Rounds > 0 ? Rounds : options.Epochs, cancellationToken);
        if (validation is not null)
            return TrainUntilBest(rows, options, validation, cancellationToken);
        var (kept, held) = HoldOut(rows);
        return TrainFor(rows, options, TrainUntilBest(kept, options, held, cancellationToken).Rounds, cancellationToken);
    }

    private TrainedPredictor TrainFor(TrainingSet rows, NetworkOptions options, int epochs, CancellationToken cancellationToken)
    {
        var ensemble = new NetworkEnsemble(rows, options, seed);
        for (var epoch = 0; epoch < epochs; epoch++)
            ensemble.TrainEpoch(cancellationToken);
        return new TrainedPredictor(ensemble.Assemble(ensemble.Snapshot()), epochs);
    }

    private TrainedPredictor TrainUntilBest(TrainingSet rows, NetworkOptions options, TrainingSet validation, CancellationToken cancellationToken)
    {
        var ensemble = new NetworkEnsemble(rows, options, seed);
        var (bestLoss, bestEpoch, best) = (double.PositiveInfinity, 0, Array.Empty<float[]>());
        for (var epoch = 1; epoch <= options.Epochs && epoch <= bestEpoch + options.Patience; epoch++)
        {
            ensemble.TrainEpoch(cancellationToken);
            var loss = ensemble.Loss(validation);
            if (epoch == 1 || loss < bestLoss)
                (bestLoss, bestEpoch, best) = (loss, epoch, ensemble.Snapshot());
        }
        return new TrainedPredictor(ensemble.Assemble(best), bestEpoch);
    }

    /// <summary>By a hash of the vectors: rows that are alike stay together, else what was learned by heart would look like skill.</summary>
    private (TrainingSet Kept, TrainingSet Held) HoldOut(TrainingSet rows)
    {
        var hashes = Array.ConvertAll(rows.Vectors, vector => HashOf(vector, seed));
        var order = Enumerable.Range(0, rows.RowCount).ToArray();
        Array.Sort([.. hashes], order);
        var held = Math.Max(1, (int)(HeldOutShare * order.Length));
        while (held < order.Length && hashes[order[held]] == hashes[order[held - 1]])
            held++;
        return held < order.Length ? (rows.Take(order[held..].Order().ToArray()), rows.Take(order[..held].Order().ToArray())) : (rows, rows);
    }

    private static ulong HashOf(float[] vector, int seed)
    {
        var hash = new SplitMix64((ulong)seed).Next();
        foreach (var slot in vector)
            hash = new SplitMix64(hash ^ BitConverter.SingleToUInt32Bits(slot)).Next();
        return hash;
    }
}
