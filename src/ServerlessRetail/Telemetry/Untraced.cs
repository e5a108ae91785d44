using System.Diagnostics;

namespace ServerlessRetail.Telemetry;

/// <summary>
/// What a process does for itself over and over, such as looking for new blobs. Each look would be a trace of its own, and
/// use up the traces that sampling grants to what people asked for.
/// </summary>
public static class Untraced
{
    /// <summary>Until it is disposed, calls below it belong to a span that nobody records, and are not recorded either.</summary>
    public static IDisposable Begin() => new Activity(nameof(Untraced)).Start();
}
