namespace ServerlessRetail.Scoring.Bulk;

/// <summary>How far the scores of a run are.</summary>
/// <param name="Done">Parts of which all blocks are there, by number.</param>
/// <param name="Missing">The other parts.</param>
/// <param name="Blocks">The blocks of the parts that are done, in the order of the file.</param>
/// <param name="IsCommitted">Whether the scores can be seen.</param>
internal sealed record BulkProgress(IReadOnlySet<int> Done, IReadOnlyList<int> Missing, IReadOnlyList<PartBlock> Blocks, bool IsCommitted)
{
    public bool IsComplete => Missing.Count == 0;

    public long Scored => Blocks.Sum(block => block.Scored);

    public long Failed => Blocks.Sum(block => block.Failed);

    public static BulkProgress Of(int parts, IEnumerable<PartBlock> committed, IEnumerable<PartBlock> uncommitted)
    {
        var visible = committed.ToList();
        var whole = visible.Concat(uncommitted).Distinct().GroupBy(block => block.Part).Select(Whole).OfType<List<PartBlock>>().ToDictionary(blocks => blocks[0].Part);
        var missing = Enumerable.Range(0, parts).Where(part => !whole.ContainsKey(part)).ToList();
        List<PartBlock> blocks = [.. whole.OrderBy(part => part.Key).SelectMany(part => part.Value)];
        return new BulkProgress(whole.Keys.ToHashSet(), missing, blocks, missing.Count == 0 && blocks.ToHashSet().SetEquals(visible));
    }

    /// <returns>The part's blocks in order; null where one is missing.</returns>
    private static List<PartBlock>? Whole(IEnumerable<PartBlock> blocks)
    {
        var ordered = blocks.OrderBy(block => block.Index).ToList();
        return ordered[^1].IsLast && ordered[^1].Index == ordered.Count - 1 ? ordered : null;
    }
}
