using System.Runtime.InteropServices;

namespace ServerlessRetail.Benchmarks.Scoring;

/// <summary>LightGBM's own C API, from the library that comes with ML.NET's package.</summary>
internal sealed partial class LightGbmNative : IDisposable
{
    private const string Library = "lib_lightgbm";
    private const int Float32 = 0;
    private const int RawScore = 1;

    private readonly nint _booster;
    private readonly nint _fast;
    private readonly int _slots;

    /// <param name="model">A model in LightGBM's text format.</param>
    /// <param name="slots">Of a vector.</param>
    public LightGbmNative(string model, int slots)
    {
        _slots = slots;
        Verify(LoadModelFromString(model, out _, out _booster));
        Verify(SingleRowFastInit(_booster, RawScore, 0, -1, Float32, slots, "num_threads=1", out _fast));
    }

    /// <summary>The call for one row after the other: <c>LGBM_BoosterPredictForMatSingleRowFast</c>.</summary>
    public double PredictRow(float[] vector)
    {
        Verify(SingleRowFast(_fast, vector, out _, out var score));
        return score;
    }

    /// <summary>The call for a matrix, on one thread: <c>LGBM_BoosterPredictForMat</c>.</summary>
    public void PredictAll(float[] vectors, double[] scores) => Verify(PredictForMat(
        _booster, vectors, Float32, scores.Length, _slots, 1, RawScore, 0, -1, "num_threads=1", out _, scores));

    public void Dispose()
    {
        _ = FastConfigFree(_fast);
        _ = BoosterFree(_booster);
    }

    private static void Verify(int code)
    {
        if (code != 0)
            throw new InvalidOperationException($"LightGBM: {Marshal.PtrToStringUTF8(GetLastError())}");
    }

    [LibraryImport(Library, EntryPoint = "LGBM_GetLastError")]
    private static partial nint GetLastError();

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterLoadModelFromString", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LoadModelFromString(string model, out int iterations, out nint booster);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterPredictForMatSingleRowFastInit", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SingleRowFastInit(
        nint booster, int predictType, int startIteration, int iterations, int dataType, int columns, string parameters, out nint fast);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterPredictForMatSingleRowFast")]
    private static partial int SingleRowFast(nint fast, float[] vector, out long length, out double score);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterPredictForMat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int PredictForMat(
        nint booster, float[] vectors, int dataType, int rows, int columns, int isRowMajor, int predictType, int startIteration, int iterations,
        string parameters, out long length, double[] scores);

    [LibraryImport(Library, EntryPoint = "LGBM_FastConfigFree")]
    private static partial int FastConfigFree(nint fast);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterFree")]
    private static partial int BoosterFree(nint booster);
}
