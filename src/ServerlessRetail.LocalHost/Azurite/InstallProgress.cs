using System.Globalization;

namespace ServerlessRetail.LocalHost;

/// <summary>Shows how far an installation is: what is on disk so far, and how long it has taken.</summary>
/// <param name="output">Where it is shown.</param>
/// <param name="rewritesLine">One line that is written over, or else a line every few seconds.</param>
/// <param name="time">Measures and paces.</param>
/// <param name="folder">The folder that is being filled.</param>
internal sealed class InstallProgress(TextWriter output, bool rewritesLine, TimeProvider time, string folder)
{
    /// <summary>On disk, in full blocks; measured on Linux.</summary>
    public const int ExpectedMegabytes = 365;

    private const int BlockSize = 4096;

    // Looking through some 50,000 files takes a moment too, and the installation needs the processor.
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(rewritesLine ? 2 : 5);

    private readonly long _start = time.GetTimestamp();

    /// <summary>Shows progress until the work is done, then its result; an exception of the work passes through.</summary>
    public async Task ShowWhileAsync(Task work)
    {
        await output.WriteLineAsync($"Installing Azurite {AzuriteInstaller.Version}, the storage emulator, from npm (once, about {ExpectedMegabytes} MB on disk) …");

        while (!work.IsCompleted)
        {
            var pause = Task.Delay(_interval, time);
            if (await Task.WhenAny(work, pause) == pause)
                await WriteAsync($"  {MeasureMegabytes()} of about {ExpectedMegabytes} MB, {Elapsed} s");
        }

        if (work.IsCompletedSuccessfully)
            await WriteAsync($"  {MeasureMegabytes()} MB installed in {Elapsed} s");
        if (rewritesLine)
            await output.WriteLineAsync();

        await work;
    }

    private string Elapsed => time.GetElapsedTime(_start).TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);

    private async Task WriteAsync(string line)
    {
        if (rewritesLine)
            await output.WriteAsync($"\r{line,-60}");
        else
            await output.WriteLineAsync(line);
        await output.FlushAsync();
    }

    private long MeasureMegabytes()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        try
        {
            return new DirectoryInfo(folder).EnumerateFileSystemInfos("*", options).Sum(OnDisk) / (1024 * 1024);
        }
        catch (IOException)
        {
            // npm moves things while it works; the next look will see them.
            return 0;
        }
    }

    /// <summary>Full blocks; a folder takes one too.</summary>
    private static long OnDisk(FileSystemInfo entry)
    {
        try
        {
            return entry is FileInfo file ? (file.Length + BlockSize - 1) / BlockSize * BlockSize : BlockSize;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
