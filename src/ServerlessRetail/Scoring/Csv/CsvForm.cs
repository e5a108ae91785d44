namespace ServerlessRetail.Scoring;

/// <summary>What a row of scores begins with.</summary>
internal enum CsvForm
{
    /// <summary>The customer's id, or else the line of the request. What cannot be read any more is the last row.</summary>
    Answer,

    /// <summary>The row as it was, with apostrophes before cells that a spreadsheet would run. What cannot be read any more is an exception.</summary>
    Table,
}
