using System.Runtime.InteropServices;
using Microsoft.ML.Trainers.LightGbm;

namespace ServerlessRetail.Training.Trainers.Trees;

/// <summary>Whether LightGBM's native parts load on this machine; looked at once.</summary>
/// <param name="Engine">What trees are grown with here.</param>
/// <param name="Detail">Where that is not LightGBM: why, and the remedy, in a sentence for the run's record.</param>
public sealed record LightGbmProbe(BoostingEngine Engine, string? Detail)
{
    /// <summary>The code of the run's warning that trees were grown without LightGBM.</summary>
    public const string Warning = "lightGbmMissing";

    private const string NativeLibrary = "lib_lightgbm";
    private const string OpenMp = "libgomp.so.1";

    private static readonly Lazy<LightGbmProbe> Probed = new(() => Probe(CanLoad));

    /// <summary>Whether it is the library of OpenMP that is missing, which can be installed.</summary>
    public bool LacksOpenMp { get; private init; }

    public static LightGbmProbe Result => Probed.Value;

    /// <param name="canLoad">Whether a native library loads.</param>
    internal static LightGbmProbe Probe(Func<string, bool> canLoad)
    {
        if (canLoad(NativeLibrary))
            return new LightGbmProbe(BoostingEngine.LightGbm, null);
        var lacksOpenMp = OperatingSystem.IsLinux() && !canLoad(OpenMp);
        var remedy = lacksOpenMp
            ? $"{OpenMp} is missing. Install it, for example with the package libgomp1"
            : $"its native library has no build for {RuntimeInformation.RuntimeIdentifier} here. Train on x64";
        return new LightGbmProbe(BoostingEngine.FastTree, $"LightGBM does not load: {remedy}, to train faster and more exact trees; these were grown with FastTree.")
        {
            LacksOpenMp = lacksOpenMp,
        };
    }

    private static bool CanLoad(string library) =>
        System.Runtime.InteropServices.NativeLibrary.TryLoad(library, typeof(LightGbmBinaryTrainer).Assembly, null, out _);
}
