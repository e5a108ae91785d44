using System.Reflection;

namespace ServerlessRetail;

/// <summary>Which release of the product this is.</summary>
public static class Release
{
    /// <summary>For example <c>0.1.0</c>; part of every model's lineage.</summary>
    public static string Version { get; } =
        typeof(Release).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
