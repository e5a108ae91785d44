namespace ServerlessRetail.Storage;

/// <summary>The blob containers, one for each direction of travel. Infra and the local host create them by these names.</summary>
public static class ContainerNames
{
    /// <summary>Uploads and model.json; written by the user.</summary>
    public const string Datasets = "datasets";

    /// <summary>Bulk files to score; written by the user.</summary>
    public const string Scoring = "scoring";

    /// <summary>Scored bulk files; written by the app.</summary>
    public const string Scores = "scores";

    /// <summary>Model versions and champion pointers; written by the app.</summary>
    public const string Models = "models";

    /// <summary>One record a training or bulk scoring run; written by the app.</summary>
    public const string Runs = "runs";

    /// <summary>Rows that could not be used, with reasons; written by the app.</summary>
    public const string Quarantine = "quarantine";

    public static IReadOnlyList<string> All { get; } = [Datasets, Scoring, Scores, Models, Runs, Quarantine];
}
