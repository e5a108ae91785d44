namespace ServerlessRetail.LocalHost;

/// <summary>Where the local host keeps what it installs and writes.</summary>
/// <param name="Root">Absolute path of the folder that holds everything else; it may not exist yet.</param>
internal sealed record LocalFolder(string Root)
{
    private const string CheckoutMarker = "ServerlessRetail.sln";

    /// <summary>What is installed: Azurite.</summary>
    public string Tools => Path.Combine(Root, "tools");

    /// <summary>Azurite's blobs, queues and tables, and its log.</summary>
    public string Data => Path.Combine(Root, "data");

    /// <summary>What <c>demo</c> generates.</summary>
    public string Samples => Path.Combine(Root, "samples");

    /// <summary>
    /// The chosen folder; else <c>.local</c> at the root of the checkout around the current directory; else a folder
    /// of the user's application data, so that a published host works from anywhere.
    /// </summary>
    /// <param name="chosen">The setting <c>folder</c>, if given; relative to the current directory.</param>
    /// <param name="currentDirectory">Where to look for a checkout, upwards.</param>
    /// <exception cref="StartupException">The user has no application-data folder.</exception>
    public static LocalFolder Find(string? chosen, string currentDirectory)
    {
        if (!string.IsNullOrWhiteSpace(chosen))
            return new LocalFolder(Path.GetFullPath(chosen, currentDirectory));

        if (FindCheckout(currentDirectory) is { } checkout)
            return new LocalFolder(Path.Combine(checkout, ".local"));

        var applicationData = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (applicationData.Length == 0)
            throw new StartupException("There is no application-data folder for this user to keep Azurite and its data in; name a folder with --folder <path>.");

        return new LocalFolder(Path.Combine(applicationData, "ServerlessRetail"));
    }

    /// <summary>The root of the checkout that holds a directory, or null outside of one.</summary>
    public static string? FindCheckout(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, CheckoutMarker)))
                return folder.FullName;
        }

        return null;
    }

    /// <summary>Makes the folder and the ones inside it.</summary>
    /// <exception cref="StartupException">It cannot be made.</exception>
    public void Create()
    {
        try
        {
            foreach (var folder in (string[])[Tools, Data, Samples])
                Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The folder {Root} cannot be written to ({exception.Message.TrimEnd('.')}); name another with --folder <path>.");
        }
    }
}
