using System.Globalization;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Models;

namespace ServerlessRetail.Http;

/// <summary>What the query of a score request asks for.</summary>
/// <param name="Reasons">How many reasons to give, 0 to <see cref="MaxReasons"/>; null: as many as the form of the request gives by default.</param>
/// <param name="Threshold">Probability from which the decision is the positive class, 0 to 1; null: the model's own.</param>
/// <param name="Strict">Whether what a score would have to make do with is an error.</param>
/// <param name="Version">12 hexadecimal digits in lower case; null: the champion's.</param>
internal sealed record ScoreQuery(int? Reasons, double? Threshold, bool Strict, string? Version)
{
    public const int MaxReasons = 100;

    private static readonly ScoreQuery None = new(null, null, Strict: false, null);

    /// <returns>What is wrong with the query; null where nothing is.</returns>
    public static Problem? Read(IQueryCollection query, out ScoreQuery read)
    {
        read = None;
        if (query.Count == 0)
            return null;
        if (query.TryGetValue("reasons", out var reasons))
        {
            if (!int.TryParse(reasons, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > MaxReasons)
                return Problems.InvalidQuery("reasons", $"a whole number from 0 to {MaxReasons}");
            read = read with { Reasons = count };
        }
        if (query.TryGetValue("threshold", out var threshold))
        {
            if (!double.TryParse(threshold, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) || number is not (>= 0 and <= 1))
                return Problems.InvalidQuery("threshold", "a number from 0 to 1, for example 0.4");
            read = read with { Threshold = number };
        }
        if (query.TryGetValue("strict", out var strict))
        {
            if (!bool.TryParse(strict, out var isStrict))
                return Problems.InvalidQuery("strict", "true or false");
            read = read with { Strict = isStrict };
        }
        if (query.TryGetValue("version", out var version))
        {
            if (version is not [{ } name] || !ModelFile.IsVersion(name))
                return Problems.InvalidQuery("version", "the 12 hexadecimal digits of a version, in lower case");
            read = read with { Version = name };
        }
        return null;
    }
}
