namespace ServerlessRetail.Datasets;

/// <summary>Why a dataset or its settings were refused: the <c>reason</c> of a run record.</summary>
public static class RejectionReasons
{
    // The file.
    public const string EmptyFile = "emptyFile";
    public const string NoRows = "noRows";
    public const string BinaryContent = "binaryContent";
    public const string TruncatedGzip = "truncatedGzip";
    public const string CorruptGzip = "corruptGzip";
    public const string CorruptParquet = "corruptParquet";
    public const string NestedColumns = "nestedColumns";
    public const string CorruptWorkbook = "corruptWorkbook";
    public const string PasswordProtected = "passwordProtected";
    public const string SheetNotFound = "sheetNotFound";
    public const string CompressionRatio = "compressionRatio";
    public const string FileTooLarge = "fileTooLarge";
    public const string UnreadableHeader = "unreadableHeader";
    public const string TooManyBadRows = "tooManyBadRows";
    public const string TooManyColumns = "tooManyColumns";
    public const string TooFewRows = "tooFewRows";
    public const string MemoryBudget = "memoryBudget";

    // The label.
    public const string NoLabel = "noLabel";
    public const string OneClass = "oneClass";
    public const string TooFewPerClass = "tooFewPerClass";
    public const string TooManyClasses = "tooManyClasses";
    public const string TaskNotSupported = "taskNotSupported";

    // The columns.
    public const string NoFeatures = "noFeatures";
    public const string CannotFit = "cannotFit";
    public const string SchemaChanged = "schemaChanged";

    // model.json.
    public const string InvalidSettings = "invalidSettings";
}
