namespace ServerlessRetail.Datasets.Guards;

/// <summary>A class too rare to learn or to judge.</summary>
internal sealed class LabelImbalance : IGuard
{
    /// <summary>Below one in a thousand a model that never says yes is right 99.9 % of the time.</summary>
    private const double MinShare = 0.001;

    private const double ToldShare = 0.02;

    /// <summary>Fewer rows of a rare class leave six or less to judge by.</summary>
    private const int MinRows = 30;

    /// <summary>A class is rare below this share; 20 rows of 50 are few, but balanced.</summary>
    private const double RareShare = 0.05;

    public IEnumerable<GuardFinding> Inspect(GuardedData data)
    {
        if (!data.IsClassification)
            yield break;
        var counts = new int[data.Schema.Label.Classes.Count];
        foreach (var label in data.TrainLabels.Concat(data.TestLabels))
            counts[(int)label]++;
        var all = counts.Sum();
        var rarer = counts.Min();
        var (share, name) = ((double)rarer / all, data.Schema.Label.Classes[Array.IndexOf(counts, rarer)]);

        // Of several classes a rare one is no reason to learn none of the others, as long as there are others.
        var others = counts.Length == 2 ? rarer : all - counts.Max();
        var isHopeless = (double)others / all < MinShare || (others < MinRows && (double)others / all < RareShare);
        var evidence = Guard.Invariant($"Only {rarer} of {all} rows ({share:P2}) have {data.Schema.Label.Name} = {name}.");
        if (isHopeless)
        {
            yield return new GuardFinding(
                GuardNames.LabelImbalance, data.Schema.Label.Name, evidence,
                "Add rows of that class, for example from a longer time, or leave out rows of the other one.", Blocks: true);
        }
        else if (share < ToldShare)
        {
            yield return new GuardFinding(
                GuardNames.LabelImbalance, data.Schema.Label.Name, evidence, "Judge the model by AUC and log loss, not by accuracy.", Blocks: false);
        }

        if (rarer < MinRows)
        {
            yield return new GuardFinding(
                GuardNames.TooFewPerClass, data.Schema.Label.Name, evidence, "The metrics may be off by 0.1 and more; add rows.", Blocks: false);
        }
    }
}
