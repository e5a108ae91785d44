using System.Diagnostics;
using System.Globalization;

namespace ServerlessRetail.LocalHost;

/// <summary>
/// The folder of one running Azurite, claimed for it alone. Azurite keeps its index in memory and writes all of it at
/// times, so two on one folder would overwrite each other's; and one whose host was killed is still writing when a
/// new host starts, which waits for it here.
/// </summary>
internal sealed class AzuriteDataFolder : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    // Operating systems tell a process's start to about a second.
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(10);

    private readonly string _folder;
    private readonly FileStream _lock;

    private AzuriteDataFolder(string folder, FileStream @lock)
    {
        _folder = folder;
        _lock = @lock;
    }

    public string LogFile => Path.Combine(_folder, "azurite.log");

    private string ProcessFile => Path.Combine(_folder, "azurite.pid");

    /// <exception cref="StartupException">The folder is used by another local host or cannot be written to.</exception>
    public static async Task<AzuriteDataFolder> ClaimAsync(string folder, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var claimed = new AzuriteDataFolder(folder, Lock(folder));
        try
        {
            await claimed.WaitForPredecessorAsync(limit, time, cancellationToken);
            return claimed;
        }
        catch
        {
            claimed.Dispose();
            throw;
        }
    }

    /// <summary>Notes the Azurite that works on the folder, for whoever claims it next.</summary>
    public void Note(int processId) => File.WriteAllText(ProcessFile, processId.ToString(CultureInfo.InvariantCulture));

    /// <summary>To be called when the noted Azurite has ended.</summary>
    public void Dispose()
    {
        _lock.Dispose();
    }

    private static FileStream Lock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, "azurite.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (FileLock.IsHeldElsewhere(exception))
        {
            throw new StartupException($"The data in {folder} is in use by another local host; stop that, or choose another folder with --folder <path>.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The folder {folder} cannot be written to ({exception.Message.TrimEnd('.')}); choose another with --folder <path>.");
        }
    }

    private async Task WaitForPredecessorAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!File.Exists(ProcessFile) || !int.TryParse(await File.ReadAllTextAsync(ProcessFile, cancellationToken), CultureInfo.InvariantCulture, out var processId))
            return;

        var noted = File.GetLastWriteTimeUtc(ProcessFile);
        var start = time.GetTimestamp();
        while (IsAtWork(processId, noted))
        {
            if (time.GetElapsedTime(start) > limit)
                throw new StartupException($"An earlier Azurite (process {processId}) is still writing to {_folder}; end it and start again.");
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private static bool IsAtWork(int processId, DateTime noted)
    {
        try
        {
            using var process = Process.GetProcessById(processId);

            // The number may have gone to another process since. One without memory has ended, and only its parent does not know yet.
            return process.ProcessName.Contains(NodeJs.Command, StringComparison.OrdinalIgnoreCase)
                && process.StartTime.ToUniversalTime() <= noted + StartTolerance
                && process.WorkingSet64 > 0;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
