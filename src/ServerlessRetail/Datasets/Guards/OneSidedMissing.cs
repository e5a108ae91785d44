namespace ServerlessRetail.Datasets.Guards;

/// <summary>
/// A column that is filled, or differs from its usual value, for one class only: a reason for leaving, a date of return.
/// It is written after the outcome.
/// </summary>
internal sealed class OneSidedMissing : IGuard
{
    /// <summary>Share of the filled rows that have the one label; 2 % may be mistakes.</summary>
    private const double MinShare = 0.98;

    /// <summary>Natural logarithm of the probability, 1 in a million, under which chance does not explain so pure a column.</summary>
    private static readonly double MaxLogChance = Math.Log(1e-6);

    /// <summary>
    /// Share of the commoner class that must be marked: a small group of customers who never do it (staff, test accounts)
    /// is nothing unusual.
    /// </summary>
    private const double MinCommonShare = 0.5;

    /// <summary>The other class's share among them, by its share of all rows; pure is not enough where the other class is rare anyway.</summary>
    private const double MaxOtherRatio = 0.1;

    public IEnumerable<GuardFinding> Inspect(GuardedData data)
    {
        if (data.Classes.Count == 0)
            yield break;
        foreach (var (schema, column) in data.Features)
        {
            var bins = ColumnBins.Of(column, schema.Type == ColumnType.Numeric, data.Rows);
            var usual = Usual(bins);
            if (data.Classes.Select(label => FindSide(bins, usual, label)).FirstOrDefault(found => found is not null) is not { } side)
                continue;
            var word = usual == 0 ? "filled" : "other than its usual value";
            yield return new GuardFinding(
                GuardNames.OneSidedMissing, schema.Name,
                Guard.Invariant($"The column {schema.Name} is {word} in {side.Marked} training rows, and {side.Share:P1} of them have {data.Schema.Label.Name} = {side.Label}, against {side.BaseShare:P1} of all rows: it seems to be written after the outcome."),
                $"Take it out: \"exclude\": [\"{schema.Name}\"] in {DatasetName.SettingsFile}.",
                Blocks: true);
        }
    }

    /// <summary>The bin that a row has by default: the one of the missing cells where there are many, else the fullest.</summary>
    private static int Usual(ColumnBins bins)
    {
        var counts = new int[bins.Count];
        foreach (var bin in bins.Bins)
            counts[bin]++;
        const double ManyMissing = 0.2;
        return counts[0] >= ManyMissing * bins.Bins.Length ? 0 : Array.IndexOf(counts, counts.Max());
    }

    private static Side? FindSide(ColumnBins bins, int usual, ClassLabels label)
    {
        var (marked, positives) = (0, 0);
        for (var i = 0; i < label.Labels.Length; i++)
        {
            if (bins.Bins[i] == usual)
                continue;
            marked++;
            positives += label.Labels[i] > 0.5f ? 1 : 0;
        }

        // Of several classes, all but one is no side.
        var isPositive = label.Rest is null || 2 * positives >= marked;
        var (ofSide, all) = isPositive ? (positives, label.Count) : (marked - positives, label.Labels.Length - label.Count);
        var (share, baseShare) = (marked == 0 ? 0 : (double)ofSide / marked, (double)all / label.Labels.Length);
        var isCommon = baseShare > 0.5;
        if (marked < GuardedData.MinRarer || share < MinShare || LogChance(marked, share, baseShare) > MaxLogChance)
            return null;
        if (isCommon && (ofSide < MinCommonShare * all || 1 - share > MaxOtherRatio * (1 - baseShare)))
            return null;
        return new Side(marked, share, baseShare, isPositive ? label.Class : label.Rest!);
    }

    /// <summary>Bound on the probability of so large a share by chance (Chernoff, 1952): -n·KL(share ‖ base).</summary>
    private static double LogChance(int count, double share, double baseShare)
    {
        if (share <= baseShare)
            return 0;
        var divergence = share * Math.Log(share / baseShare);
        if (share < 1)
            divergence += (1 - share) * Math.Log((1 - share) / (1 - baseShare));
        return -count * divergence;
    }

    private sealed record Side(int Marked, double Share, double BaseShare, string Label);
}
