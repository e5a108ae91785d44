using System.Globalization;

namespace ServerlessRetail.Datasets.Guards;

/// <summary>All guards, and what follows from what they see.</summary>
public static class Guard
{
    private static readonly IGuard[] All =
    [
        new TargetLeakage(), new LabelSum(), new OneSidedMissing(), new OrderedId(), new OversampledClass(),
        new LabelImbalance(), new EmptyColumns(), new TimeOrder(),
    ];

    /// <param name="data">The file after its split.</param>
    /// <param name="allow">Guards that only warn, by name.</param>
    /// <returns>What was seen, the blocking ones first.</returns>
    public static IReadOnlyList<GuardFinding> Inspect(GuardedData data, IReadOnlyList<string> allow) =>
    [
        .. All.SelectMany(guard => guard.Inspect(data))
            .Select(finding => finding.Blocks && allow.Contains(finding.Guard) ? finding with { Blocks = false, Overruled = true } : finding)
            .OrderByDescending(finding => finding.Blocks),
    ];

    /// <exception cref="RejectedException">A finding blocks; the reason is its guard's name.</exception>
    public static void ThrowIfBlocked(IReadOnlyList<GuardFinding> findings)
    {
        var blocking = findings.Where(finding => finding.Blocks).ToList();
        if (blocking.Count == 0)
            return;
        const int MostTold = 5;
        var told = blocking.Take(MostTold).Select(finding => $"{finding.Evidence} {finding.Remedy}");
        var more = blocking.Count > MostTold ? string.Create(CultureInfo.InvariantCulture, $" And {blocking.Count - MostTold} more, see \"guards\".") : "";
        var names = string.Join(", ", blocking.Select(finding => $"\"{finding.Guard}\"").Distinct());
        throw new RejectedException(
            blocking[0].Guard,
            $"{string.Join(" ", told)}{more} If it is meant so, overrule it with \"allow\": [{names}] in {DatasetName.SettingsFile}.");
    }

    internal static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
