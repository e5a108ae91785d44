namespace ServerlessRetail.Datasets.Guards;

/// <summary>
/// Copies of the rarer class, made to balance a file before it was split (oversampling): the file no longer says how
/// frequent the class is, and a split would put the same customer on both sides.
/// </summary>
internal sealed class OversampledClass : IGuard
{
    /// <summary>Share of a class's rows that are copies. Web sessions without a purchase have 1.2 %.</summary>
    private const double MinShare = 0.2;

    /// <summary>How many times the other class's share it must be: a file of few columns has copies in all classes.</summary>
    private const double MinRatio = 5;

    /// <summary>Share of copies in the whole file from which they are told.</summary>
    private const double ToldShare = 0.05;

    public IEnumerable<GuardFinding> Inspect(GuardedData data)
    {
        var duplicates = data.Duplicates;
        var share = data.Dataset.RowCount == 0 ? 0 : (double)duplicates.CopyCount / data.Dataset.RowCount;
        var found = data.IsClassification ? FindOversampled(data) : null;
        if (found is null && share < ToldShare)
            yield break;
        var evidence = Guard.Invariant($"{duplicates.CopyCount} of {data.Dataset.RowCount} rows are exactly like an earlier one{found}.");
        var handled = duplicates.DropsCopies ? "each customer was kept once" : "like rows were kept on the same side of the split";
        yield return found is not null
            ? new GuardFinding(GuardNames.DuplicatesAcrossSplit, null, evidence, "Upload the file as it was before rows were copied; rare classes need no copies here.", Blocks: true)
            : new GuardFinding(GuardNames.DuplicatesAcrossSplit, null, evidence, $"Nothing is needed: {handled}.", Blocks: false);
    }

    private static string? FindOversampled(GuardedData data)
    {
        if (data.Dataset.FindColumn(data.Schema.Label.Name) is not CodedColumn label)
            return null;
        var (rows, copies) = (new int[label.DistinctCount], new int[label.DistinctCount]);
        for (var row = 0; row < label.RowCount; row++)
        {
            if (label.GetCode(row) is not (>= 0 and var code))
                continue;
            rows[code]++;
            copies[code] += data.Duplicates.IsCopy(row) ? 1 : 0;
        }

        // Measured against the class that was the commonest: of several, all the others may have been copied.
        var commonest = Enumerable.Range(0, rows.Length).MaxBy(code => rows[code] - copies[code]);
        var otherShare = (double)copies[commonest] / Math.Max(1, rows[commonest]);
        for (var code = 0; code < rows.Length; code++)
        {
            var share = (double)copies[code] / Math.Max(1, rows[code]);
            if (code != commonest && copies[code] >= GuardedData.MinRarer && share >= MinShare && share >= MinRatio * otherShare)
                return Guard.Invariant($": {share:P1} of those with {data.Schema.Label.Name} = {label.GetValue(code)}, {otherShare:P1} of those with {label.GetValue(commonest)}");
        }

        return null;
    }
}
