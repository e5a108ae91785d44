namespace ServerlessRetail.Functions;

/// <summary>What the two triggers for files to score share, so that they can differ in nothing but the source.</summary>
internal static class ScoringTrigger
{
    /// <summary>The name takes in folders; the library tells the model from the file.</summary>
    internal const string Path = "scoring/{name}";
}
