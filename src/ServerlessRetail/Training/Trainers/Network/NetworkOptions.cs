using ServerlessRetail.Features;

namespace ServerlessRetail.Training.Trainers.Network;

/// <summary>Hyper-parameters of a neural network. Zero stands for "none", or for what follows from the size of the data.</summary>
public sealed record NetworkOptions
{
    /// <summary>
    /// The network that articles about churn begin with: vectors of unit length, one hidden layer of 10 relu and one sigmoid,
    /// Adam with a rate of 0.001, binary cross-entropy, 10 epochs of batches of 32, and nothing against overfitting.
    /// </summary>
    public static NetworkOptions Article { get; } = new()
    {
        Rows = RowScaling.UnitLength,
        Bins = 0,
        Wide = false,
        Layer1 = 10,
        Layer2 = 0,
        Dropout = 0,
        WeightDecay = 0,
        LearningRate = 1e-3,
        Anneals = false,
        ClipNorm = 0,
        Averaging = 0,
        BatchSize = 32,
        Epochs = 10,
        Patience = 0,
        Ensemble = 1,
    };

    /// <summary>What is done to the feature vectors before anything else.</summary>
    public RowScaling Rows { get; init; } = RowScaling.None;

    /// <summary>Whether skewed numbers are taken as logarithms.</summary>
    public bool TakesLogs { get; init; } = true;

    /// <summary>Most steps that a number is cut into, see <see cref="Models.Predictors.PiecewiseLinearEncoding"/>; 0: numbers stay as they are.</summary>
    public int Bins { get; init; } = 24;

    /// <summary>Whether a linear function of the inputs is learned beside the layers.</summary>
    public bool Wide { get; init; } = true;

    /// <summary>Units of the first hidden layer; 0: none.</summary>
    public int Layer1 { get; init; } = 64;

    /// <summary>Units of the second hidden layer; 0: none.</summary>
    public int Layer2 { get; init; } = 32;

    /// <summary>Units of the third hidden layer; 0: none.</summary>
    public int Layer3 { get; init; }

    /// <summary>Share of hidden units that each training row does without, 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>How much of each weight is taken away a step, as a multiple of the learning rate.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Largest step of a weight.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Whether the learning rate warms up over the first epoch and falls along a cosine until the last; else it stays.</summary>
    public bool Anneals { get; init; } = true;

    /// <summary>Gradients longer than this are shortened to it; 0: none.</summary>
    public double ClipNorm { get; init; } = 5;

    /// <summary>Share that the running mean of the weights keeps of itself a step, 0 to below 1; 0: the weights of the last step count.</summary>
    public double Averaging { get; init; } = 0.98;

    /// <summary>Rows that a step learns from; 0: 32 to 256, so that an epoch has some 50 steps.</summary>
    public int BatchSize { get; init; }

    /// <summary>Most passes over the rows.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>Epochs without a better validation loss after which training stops; 0: it never stops early.</summary>
    public int Patience { get; init; } = 8;

    /// <summary>Networks from different seeds whose raw scores are averaged.</summary>
    public int Ensemble { get; init; } = 4;

    internal int[] Hidden => [.. ((int[])[Layer1, Layer2, Layer3]).Where(units => units > 0)];
}
