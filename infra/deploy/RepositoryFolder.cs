namespace ServerlessRetail.Deploy;

/// <summary>Finds the repository's files, from wherever the program is run.</summary>
internal static class RepositoryFolder
{
    /// <summary>The full path of a file or folder of the repository.</summary>
    /// <exception cref="DeployException">The program is not run from a clone of the repository.</exception>
    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Root { get; } =
        Above(Environment.CurrentDirectory) ?? Above(AppContext.BaseDirectory)
            ?? throw new DeployException("Run this from a clone of the repository: it deploys the Bicep files and the app that are in it.");

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "ServerlessRetail.sln")))
                return at.FullName;
        }
        return null;
    }
}
