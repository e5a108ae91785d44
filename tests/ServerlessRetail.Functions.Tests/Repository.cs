using System.Reflection;
using System.Text.Json.Nodes;

namespace ServerlessRetail.Functions.Tests;

/// <summary>Files of the repository that the shell depends on.</summary>
internal static class Repository
{
    private static readonly string Root = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!;

    internal static JsonNode ReadJson(string path) => JsonNode.Parse(ReadText(path))!;

    internal static string ReadText(string path) => File.ReadAllText(Path.Combine(Root, path));
}
