using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML;
using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.Training;

/// <summary>What trains here. On another kind of processor the last bits of a network or of LightGBM's trees may differ.</summary>
internal static class TrainingEngine
{
    /// <summary>For example <c>x64, 512-bit vectors</c>.</summary>
    public static string InstructionSet { get; } =
        $"{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)}-bit vectors";

    /// <summary>For example <c>.NET 10.0.12, Microsoft.ML 5.0.0, LightGbm</c>.</summary>
    public static string Description { get; } =
        $"{RuntimeInformation.FrameworkDescription}, Microsoft.ML {typeof(MLContext).Assembly.GetName().Version?.ToString(3)}, {LightGbmProbe.Result.Engine}";
}
