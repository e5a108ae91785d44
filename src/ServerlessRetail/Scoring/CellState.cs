namespace ServerlessRetail.Scoring;

/// <summary>What a field of a customer is to a model's column.</summary>
internal enum CellState
{
    /// <summary>A value as training saw it.</summary>
    Present,

    /// <summary>Empty, null or a word for "missing".</summary>
    Missing,

    /// <summary>A number that stood for a missing value in the training file.</summary>
    StandsForMissing,

    /// <summary>Nothing that the column can read.</summary>
    WrongType,

    /// <summary>A number or date before or beyond those of training.</summary>
    OutOfRange,

    /// <summary>A category that the model has not learned.</summary>
    UnseenCategory,
}
