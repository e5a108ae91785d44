using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Memory in pages of 2 MiB, where the system has them: what is read here and there in megabytes of small pages waits for
/// the processor to find the page each time. A wish; whether it is granted changes nothing but time.
/// </summary>
internal static partial class LargePages
{
    /// <summary>Of less memory too little would be whole pages.</summary>
    private const int FewestBytes = 4 * 1024 * 1024;

    /// <summary>Linux's madvise(2): MADV_HUGEPAGE.</summary>
    private const int HugePage = 14;

    /// <param name="room">Pinned, and best not written yet.</param>
    public static unsafe void Ask<T>(Span<T> room)
        where T : unmanaged
    {
        var length = (nuint)room.Length * (nuint)sizeof(T);
        if (!OperatingSystem.IsLinux() || length < FewestBytes)
            return;
        var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(room));
        var page = (nuint)Environment.SystemPageSize;
        var first = (start + page - 1) / page * page;
        try
        {
            _ = Advise(first, (start + length - first) / page * page, HugePage);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // Small pages do.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint start, nuint length, int advice);
}
