using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using ServerlessRetail.Models;

namespace ServerlessRetail.Http;

/// <summary>What the query of a score request asks for.</summary>
/// <param name="Reasons">How many reasons to give, 0 to <see cref="MaxReasons"/>; null: as many as the form of the request gives by default.</param>
/// <param name="Threshold">Probability from which the decision is the positive class, 0 to 1; null: the model's own.</param>
/// <param name="Strict">Whether what a score would have to make do with is an error.</param>
/// <param name="Version">12 hexadecimal digits in lower case; null: the champion's.</param>
internal readonly record struct ScoreQuery(int? Reasons, double? Threshold, bool Strict, string? Version)
{
    public const int MaxReasons = 100;

    /// <summary>Reads the query as it is sent: having a dictionary made of it would cost more than all that is asked.</summary>
    /// <returns>What is wrong with the query; null where nothing is.</returns>
    public static Problem? Read(QueryString query, out ScoreQuery read)
    {
        read = default;
        var hasStrict = false;
        foreach (var parameter in new QueryStringEnumerable(query.Value))
        {
            // A parameter that is there twice says nothing.
            var name = parameter.DecodeName();
            var value = parameter.DecodeValue().Span;
            if (Is(name, "reasons"))
            {
                if (read.Reasons is not null || !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > MaxReasons)
                    return Problems.InvalidQuery("reasons", $"a whole number from 0 to {MaxReasons}");
                read = read with { Reasons = count };
            }
            else if (Is(name, "threshold"))
            {
                if (read.Threshold is not null || !TryReadProbability(value, out var threshold))
                    return Problems.InvalidQuery("threshold", "a number from 0 to 1, for example 0.4");
                read = read with { Threshold = threshold };
            }
            else if (Is(name, "strict"))
            {
                if (hasStrict || !bool.TryParse(value, out var isStrict))
                    return Problems.InvalidQuery("strict", "true or false");
                (read, hasStrict) = (read with { Strict = isStrict }, true);
            }
            else if (Is(name, "version"))
            {
                var version = value.ToString();
                if (read.Version is not null || !ModelFile.IsVersion(version))
                    return Problems.InvalidQuery("version", "the 12 hexadecimal digits of a version, in lower case");
                read = read with { Version = version };
            }
        }
        return null;
    }

    private static bool Is(ReadOnlyMemory<char> name, string parameter) => name.Span.Equals(parameter, StringComparison.OrdinalIgnoreCase);

    private static bool TryReadProbability(ReadOnlySpan<char> value, out double probability) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out probability) && probability is >= 0 and <= 1;
}
