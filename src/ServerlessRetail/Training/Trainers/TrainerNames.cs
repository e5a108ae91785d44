namespace ServerlessRetail.Training.Trainers;

/// <summary>Names of trainers in model.json, reports and responses.</summary>
public static class TrainerNames
{
    public const string Baseline = "baseline";
    public const string LinearRegression = "linearRegression";
    public const string LogisticRegression = "logisticRegression";
    public const string BoostedTrees = "boostedTrees";
    public const string NeuralNetwork = "neuralNetwork";

    /// <summary>The weighted average of several.</summary>
    public const string Blend = "blend";
}
