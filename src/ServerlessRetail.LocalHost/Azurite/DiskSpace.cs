namespace ServerlessRetail.LocalHost;

/// <summary>Recognises a full disk, whoever met it.</summary>
internal static class DiskSpace
{
    // ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows, as .NET turns them into an HRESULT.
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    // ENOSPC on Linux and macOS; EDQUOT is 122 on the one and 69 on the other.
    private const int UnixNoSpace = 28;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;

    private static readonly string[] Signs = ["ENOSPC", "EDQUOT", "no space left on device"];

    public static bool IsExhausted(Exception exception) => OperatingSystem.IsWindows()
        ? exception.HResult is WindowsHandleDiskFull or WindowsDiskFull
        : exception.HResult is UnixNoSpace || exception.HResult == (OperatingSystem.IsMacOS() ? MacQuota : LinuxQuota);

    /// <summary>Whether a program's error output tells of a full disk.</summary>
    public static bool IsExhausted(string errorOutput) => Array.Exists(Signs, sign => errorOutput.Contains(sign, StringComparison.OrdinalIgnoreCase));

    /// <summary>Fails at once instead of after minutes: npm tries every one of its files on a full disk.</summary>
    /// <exception cref="StartupException">There is too little room.</exception>
    public static void Verify(string folder)
    {
        // Where the system does not say, the installation will find out.
        if (MeasureFreeMegabytes(folder) < InstallProgress.ExpectedMegabytes)
            throw CreateException(folder);
    }

    /// <returns>Null where the system does not say, as for some network folders.</returns>
    public static long? MeasureFreeMegabytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace / (1024 * 1024);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    public static StartupException CreateException(string folder) => new(
        $"The disk is full: Azurite needs about {InstallProgress.ExpectedMegabytes} MB in {folder}. " +
        "Make room, choose another folder with --folder <path>, or set AzureWebJobsStorage to the connection string of a storage account.");
}
