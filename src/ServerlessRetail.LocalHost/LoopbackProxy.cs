namespace ServerlessRetail.LocalHost;

/// <summary>
/// Keeps requests to this machine away from a proxy. .NET sends even those to 127.0.0.1 to the proxy of HTTP_PROXY
/// unless NO_PROXY names it, and many a company's laptop does not.
/// </summary>
internal static class LoopbackProxy
{
    private const string Loopback = "127.0.0.1,localhost";

    /// <summary>To be called before the first request: the variable is read once.</summary>
    public static void Bypass()
    {
        // The lower-case name is read first where there are two.
        var name = Environment.GetEnvironmentVariable("no_proxy") is null ? "NO_PROXY" : "no_proxy";
        var others = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, string.IsNullOrEmpty(others) ? Loopback : $"{others},{Loopback}");
    }
}
