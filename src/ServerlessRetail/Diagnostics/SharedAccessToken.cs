using System.Globalization;

namespace ServerlessRetail.Diagnostics;

/// <summary>What a shared access signature says of itself; storage decides, but does not say why.</summary>
/// <param name="ExpiresAt">Null where a stored policy says it.</param>
/// <param name="Permissions">The letters of <c>sp</c>; null where a stored policy says it.</param>
/// <param name="Services">The letters of <c>ss</c>, of which b and q are needed; null of a token for less than an account.</param>
/// <param name="IsCutInEscape">It ends within a percent escape; services answer to such an address in ways of their own.</param>
internal sealed record SharedAccessToken(DateTimeOffset? StartsAt, DateTimeOffset? ExpiresAt, string? Permissions, string? Services, bool IsCutInEscape)
{
    /// <summary>What the app needs: read, write, delete, list, add, create, update, process.</summary>
    public const string NeededPermissions = "rwdlacup";

    /// <param name="query">With or without the question mark.</param>
    /// <returns>Null where there is no signature in it.</returns>
    public static SharedAccessToken? Find(string query)
    {
        var parts = query.TrimStart('?').Split('&')
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .DistinctBy(part => part[0])
            .ToDictionary(part => part[0], part => Uri.UnescapeDataString(part[1]), StringComparer.Ordinal);
        return parts.ContainsKey("sig")
            ? new SharedAccessToken(Time(parts, "st"), Time(parts, "se"), parts.GetValueOrDefault("sp"), parts.GetValueOrDefault("ss"), query.AsSpan(Math.Max(0, query.Length - 2)).Contains('%'))
            : null;
    }

    private static DateTimeOffset? Time(Dictionary<string, string> parts, string name) =>
        parts.TryGetValue(name, out var text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
}
