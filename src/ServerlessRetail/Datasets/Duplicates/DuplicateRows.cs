namespace ServerlessRetail.Datasets.Duplicates;

/// <summary>
/// Which rows say the same. Two rows are exact duplicates where every column agrees, apart from columns that count the
/// rows; two rows conflict where they name the same customer and differ.
/// </summary>
/// <param name="FirstOf">One a row: the first row that is exactly like it, itself where it is the first.</param>
/// <param name="CopyCount">Rows that are exactly like an earlier one.</param>
/// <param name="Groups">One a row: rows that belong on the same side of a split share a number.</param>
/// <param name="ConflictingIds">Ids with at least two rows that differ; 0 without an id column.</param>
/// <param name="ConflictingRows">Rows of those ids.</param>
/// <param name="ConflictingLabels">Of the ids, those whose rows have more than one label.</param>
/// <param name="HasId">Whether a column names the customer.</param>
public sealed record DuplicateRows(
    int[] FirstOf, int CopyCount, int[] Groups, int ConflictingIds, int ConflictingRows, int ConflictingLabels, bool HasId)
{
    /// <summary>With an id, a row that is there twice is one customer written twice; without one, customers may be alike.</summary>
    public bool DropsCopies => HasId;

    /// <summary>Whether a row is exactly like an earlier one.</summary>
    public bool IsCopy(int row) => FirstOf[row] != row;

    public static DuplicateRows Find(Dataset dataset, DatasetSchema schema)
    {
        var columns = dataset.Columns.Where(column => !RowCounter.Counts(column)).ToList();
        var firstOf = RowGroups.Find(dataset.RowCount, columns);
        var copies = 0;
        for (var row = 0; row < firstOf.Length; row++)
            copies += firstOf[row] != row ? 1 : 0;

        // A column that counts the rows names no customer: every row is then a group of its own, or of its copies.
        if (schema.Id is not { } id || dataset.FindColumn(id) is not { } idColumn || RowCounter.Counts(idColumn))
            return new DuplicateRows(firstOf, copies, firstOf, 0, 0, 0, HasId: false);

        var groups = RowGroups.Find(dataset.RowCount, [idColumn], missingIsAlike: false);
        var label = dataset.FindColumn(schema.Label.Name)!;
        var conflicts = IdConflicts.Count(groups, firstOf, label);
        return new DuplicateRows(firstOf, copies, groups, conflicts.Ids, conflicts.Rows, conflicts.Labels, HasId: true);
    }
}
