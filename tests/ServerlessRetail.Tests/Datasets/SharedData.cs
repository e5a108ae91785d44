namespace ServerlessRetail.Tests.Datasets;

/// <summary>
/// Real data sets that are not part of the repository: in <c>shared/data</c> in a folder above the tests, or where the
/// environment variable <c>SERVERLESSRETAIL_SHARED_DATA</c> says. Tests that need them are skipped elsewhere.
/// </summary>
internal static class SharedData
{
    private const string Variable = "SERVERLESSRETAIL_SHARED_DATA";

    public static Task<Reading> ReadAsync(string file, ServerlessRetail.Datasets.ReadOptions? options = null) =>
        Reading.OfAsync(File.ReadAllBytes(Find(file)), options);

    public static string Find(string file)
    {
        var folder = Environment.GetEnvironmentVariable(Variable) ?? Above(AppContext.BaseDirectory);
        if (folder is null || !Directory.Exists(folder))
            Assert.Skip($"The shared data are not here; set {Variable} to the folder that holds them.");
        var path = Path.Combine(folder!, file);
        if (!File.Exists(path))
            Assert.Skip($"{file} is not among the shared data.");
        return path;
    }

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(data))
                return data;
        }

        return null;
    }
}
