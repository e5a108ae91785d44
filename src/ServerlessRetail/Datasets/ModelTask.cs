namespace ServerlessRetail.Datasets;

/// <summary>What a model predicts.</summary>
public enum ModelTask
{
    /// <summary>One of two classes, with a probability.</summary>
    Binary,

    /// <summary>A number.</summary>
    Regression,
}
