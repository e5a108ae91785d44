namespace ServerlessRetail.LocalHost;

/// <summary>
/// Installs the pinned Azurite from npm, once. A crash leaves nothing that looks installed, and of several processes
/// one installs while the others wait.
/// </summary>
/// <param name="output">Where progress is shown.</param>
/// <param name="rewritesLine">Whether the output is a terminal, on which one line can be written over.</param>
/// <param name="time">Measures how long it takes.</param>
internal sealed class AzuriteInstaller(TextWriter output, bool rewritesLine, TimeProvider time)
{
    public const string Version = "3.37.0";

    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>The script inside an installation that runs all three services.</summary>
    public static string MainScript(string installFolder) =>
        Path.Combine(installFolder, "node_modules", "azurite", "dist", "src", "azurite.js");

    public static bool IsInstalled(string installFolder) => File.Exists(MainScript(installFolder));

    /// <summary>Makes sure that Azurite is there and that Node.js can run it.</summary>
    /// <param name="toolsFolder">The folder under which it is installed, in a folder named for its version.</param>
    /// <param name="cancellationToken">Stops npm and removes what it has done.</param>
    /// <returns>The folder that it is installed in.</returns>
    /// <exception cref="StartupException">It cannot be installed.</exception>
    public async Task<string> InstallAsync(string toolsFolder, CancellationToken cancellationToken)
    {
        await NodeJs.VerifyAsync(cancellationToken);

        var target = Path.Combine(toolsFolder, $"azurite-{Version}");
        if (IsInstalled(target))
            return target;

        try
        {
            Directory.CreateDirectory(toolsFolder);
            await using var installing = await LockAsync($"{target}.lock", cancellationToken);
            if (!IsInstalled(target))
                await InstallUnderLockAsync(target, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DiskSpace.IsExhausted(exception)
                ? DiskSpace.CreateException(toolsFolder)
                : new StartupException($"Azurite cannot be installed in {toolsFolder} ({exception.Message.TrimEnd('.')}); choose another folder with --folder <path>.");
        }

        return target;
    }

    /// <summary>The operating system lets go of the lock however its holder ends, so a file that is left over blocks nobody.</summary>
    private async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        var told = false;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (FileLock.IsHeldElsewhere(exception))
            {
                if (!told)
                    await output.WriteLineAsync("Another process is installing Azurite; waiting for it …");
                told = true;
                await Task.Delay(LockInterval, time, cancellationToken);
            }
        }
    }

    private async Task InstallUnderLockAsync(string target, CancellationToken cancellationToken)
    {
        var tools = Path.GetDirectoryName(target)!;
        var prefix = $"{Path.GetFileName(target)}.partial-";
        foreach (var leftOver in Directory.EnumerateDirectories(tools, $"{prefix}*"))
            TryDelete(leftOver);

        DiskSpace.Verify(tools);

        var partial = Path.Combine(tools, prefix + Path.GetRandomFileName());
        Directory.CreateDirectory(partial);
        try
        {
            var progress = new InstallProgress(output, rewritesLine, time, partial);
            await progress.ShowWhileAsync(new NpmInstall(partial).RunAsync(cancellationToken));

            // Someone may have taken files out of an older installation: it has a folder but did not count as installed.
            if (Directory.Exists(target))
                Directory.Delete(target, recursive: true);
            Directory.Move(partial, target);
        }
        finally
        {
            TryDelete(partial);
        }
    }

    /// <summary>What cannot be removed now is removed by the next installation.</summary>
    private static void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
