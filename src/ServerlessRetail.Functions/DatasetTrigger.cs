namespace ServerlessRetail.Functions;

/// <summary>What the two training triggers share, so that they can differ in nothing but the source.</summary>
internal static class DatasetTrigger
{
    /// <summary>The name takes in folders; the library tells the model from the file.</summary>
    internal const string Path = "datasets/{name}";

    /// <summary>The setting, or the prefix of the settings, that says where the data is.</summary>
    internal const string Connection = "DataStorage";
}
