namespace ServerlessRetail.Datasets.Guards;

/// <summary>Columns that say nothing or next to nothing. They harm nobody, but somebody may believe that they are used.</summary>
internal sealed class EmptyColumns : IGuard
{
    /// <summary>Share of missing cells.</summary>
    private const double MostlyMissing = 0.95;

    public IEnumerable<GuardFinding> Inspect(GuardedData data)
    {
        foreach (var schema in data.Schema.Columns)
        {
            if (schema.Type == ColumnType.Constant || (schema.Role == ColumnRole.Feature && IsConstant(data, schema)))
            {
                yield return new GuardFinding(
                    GuardNames.ConstantColumns, schema.Name, $"The column {schema.Name} is the same in every row to learn from.",
                    "It is not used. Look whether the export should have filled it.", Blocks: false);
            }
            else if (schema.Role == ColumnRole.Feature && schema.Missing >= MostlyMissing)
            {
                yield return new GuardFinding(
                    GuardNames.MostlyMissing, schema.Name, Guard.Invariant($"{schema.Missing:P1} of the column {schema.Name} are missing."),
                    "Look whether the export should have filled it.", Blocks: false);
            }
        }
    }

    private static bool IsConstant(GuardedData data, ColumnSchema schema)
    {
        var bins = ColumnBins.Of(data.Dataset.FindColumn(schema.Name)!, schema.Type == ColumnType.Numeric, data.Rows).Bins;
        return bins.Length > 0 && Array.TrueForAll(bins, bin => bin == bins[0]);
    }
}
