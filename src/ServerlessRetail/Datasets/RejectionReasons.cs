namespace ServerlessRetail.Datasets;

/// <summary>Why a dataset or its settings were refused: the <c>reason</c> of a run record.</summary>
public static class RejectionReasons
{
    // The file.
    public const string EmptyFile = "emptyFile";
    public const string NoRows = "noRows";
    public const string BinaryContent = "binaryContent";
    public const string TooManyBadRows = "tooManyBadRows";
    public const string TooManyColumns = "tooManyColumns";
    public const string TooFewRows = "tooFewRows";

    // The label.
    public const string NoLabel = "noLabel";
    public const string OneClass = "oneClass";
    public const string TooFewPerClass = "tooFewPerClass";
    public const string TaskNotSupported = "taskNotSupported";

    // The columns.
    public const string NoFeatures = "noFeatures";

    // model.json.
    public const string InvalidSettings = "invalidSettings";
}
