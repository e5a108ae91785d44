using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.Diagnostics;

/// <summary>Whether LightGBM's native parts load, asked as training asks.</summary>
internal sealed class NativeLibrariesCheck(Func<LightGbmProbe> probe) : ICheck
{
    public string Name => CheckNames.NativeLibraries;

    public string? Subject => null;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Task.FromResult(probe() switch
    {
        { Engine: BoostingEngine.LightGbm } => CheckResult.Ok("LightGBM loads."),
        { LacksOpenMp: true } => CheckResult.Warning(
            CheckCodes.LibGompMissing, "LightGBM does not load: libgomp.so.1 is missing. Training grows its trees with FastTree, which takes longer.",
            "sudo apt-get install libgomp1 (Alpine: apk add libgomp; Fedora: dnf install libgomp)"),
        _ => CheckResult.Warning(
            CheckCodes.LightGbmMissing, "LightGBM has no build for this processor or system. Training grows its trees with FastTree, which takes longer.",
            "Train on x64 Linux, Windows or macOS, or leave it: models are nearly as good."),
    });
}
