using System.Globalization;

namespace ServerlessRetail.Diagnostics;

/// <summary>This computer's clock against that of storage.</summary>
internal sealed class ClockCheck(StorageProbe probe) : StorageCheck(CheckNames.Clock, probe)
{
    /// <summary>Worth mending: times in records are off, and signatures begin late or end early.</summary>
    private static readonly TimeSpan Noticeable = TimeSpan.FromMinutes(1);

    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var blobs = await Probe.BlobsAsync(cancellationToken);
        if ((blobs.Skew ?? (await Probe.QueuesAsync(cancellationToken)).Skew) is not { } skew)
            return CheckResult.Skipped("Nobody told the time.");
        if (skew.Duration() >= StorageDiagnosis.ToleratedSkew)
            return Skewed(skew);
        return skew.Duration() >= Noticeable
            ? Skewed(skew) with { State = CheckState.Warning }
            : CheckResult.Ok("Within a minute of storage's.");
    }

    public static CheckResult Skewed(TimeSpan skew) => CheckResult.Failed(
        CheckCodes.ClockSkewed,
        string.Create(CultureInfo.InvariantCulture, $"This computer's clock is {skew.Duration().TotalMinutes:0.#} minutes {(skew < TimeSpan.Zero ? "behind" : "ahead of")} storage's; from 15 on storage refuses every request."),
        "Set the clock from the network: sudo timedatectl set-ntp true (Windows: w32tm /resync; WSL: sudo hwclock --hctosys)");
}
