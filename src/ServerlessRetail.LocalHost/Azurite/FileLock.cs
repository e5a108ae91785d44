namespace ServerlessRetail.LocalHost;

/// <summary>Tells a lock file that another process holds open from one that cannot be opened at all.</summary>
internal static class FileLock
{
    // ERROR_SHARING_VIOLATION of Windows as an HRESULT; EWOULDBLOCK of Linux and of macOS.
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    public static bool IsHeldElsewhere(IOException exception) =>
        exception.HResult == (OperatingSystem.IsWindows() ? WindowsSharingViolation : OperatingSystem.IsMacOS() ? MacWouldBlock : LinuxWouldBlock);
}
