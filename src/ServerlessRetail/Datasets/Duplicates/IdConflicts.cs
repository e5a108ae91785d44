namespace ServerlessRetail.Datasets.Duplicates;

/// <summary>Counts ids that stand for more than one customer, or for one at more than one time.</summary>
/// <param name="Ids">Ids with rows that differ.</param>
/// <param name="Rows">All rows of those ids.</param>
/// <param name="Labels">Of the ids, those with more than one label.</param>
internal sealed record IdConflicts(int Ids, int Rows, int Labels)
{
    /// <param name="groups">One a row: the first row of its id.</param>
    /// <param name="firstOf">One a row: the first row that is exactly like it.</param>
    public static IdConflicts Count(int[] groups, int[] firstOf, Column label)
    {
        var labels = RowGroups.Find(groups.Length, [label]);
        var rows = new int[groups.Length];
        var (differing, relabelled) = (new HashSet<int>(), new HashSet<int>());
        for (var row = 0; row < groups.Length; row++)
        {
            var first = groups[row];
            rows[first]++;
            if (firstOf[row] != firstOf[first])
                differing.Add(first);
            if (labels[row] != labels[first])
                relabelled.Add(first);
        }

        return new IdConflicts(differing.Count, differing.Sum(first => rows[first]), relabelled.Count);
    }
}
