using System.Text.Json.Serialization;

namespace ServerlessRetail.Datasets;

/// <summary>What a model predicts.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ModelTask>))]
public enum ModelTask
{
    /// <summary>One of two classes, with a probability.</summary>
    Binary,

    /// <summary>One of 3 to 50 classes, with a probability for each.</summary>
    Multiclass,

    /// <summary>A number.</summary>
    Regression,
}
