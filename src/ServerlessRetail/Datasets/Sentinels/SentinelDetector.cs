using System.Globalization;

namespace ServerlessRetail.Datasets.Sentinels;

/// <summary>
/// Finds numbers that stand for "missing" (-200, 999): the whole number at one end of a column, in several cells, with
/// an empty stretch between it and all others that no distribution explains. A number that is often used so needs to lie
/// once as far from the others as these from each other, if it is negative, and three times as far, if it is positive: a
/// highest price or a capped amount looks alike. Any other number must do so in three columns. A number that stands for
/// "missing" in two columns does so in another if it ends it too, behind its widest gap.
/// </summary>
internal static class SentinelDetector
{
    private const int MinCells = 5;
    private const int MinOthers = 20;

    /// <summary>Of a handful of distinct numbers any one may lie far off: prices of 9, 19 and 999.</summary>
    private const int MinOtherValues = 10;

    private const float NegativeDistance = 1;
    private const float OtherDistance = 3;

    /// <summary>Columns in which a number that is not well-known must lie far off.</summary>
    private const int MinColumns = 3;

    /// <summary>Columns with a number far off from which it need not lie as far off in another.</summary>
    private const int MinSupport = 2;

    /// <summary>Most numbers for "missing" in one column, as in "refused" and "not asked".</summary>
    private const int MaxPerColumn = 3;

    /// <summary>Nines, limits of whole numbers in 2 and 4 bytes, and what instruments write.</summary>
    private static readonly HashSet<float> WellKnown =
    [
        -99, -200, -999, -9_999, -99_999, -999_999, -9_999_999, -99_999_999, -999_999_999, short.MinValue, int.MinValue,
        99, 999, 9_999, 99_999, 999_999, 9_999_999, 99_999_999, 999_999_999, short.MaxValue, ushort.MaxValue, int.MaxValue,
    ];

    /// <param name="columns">Columns of numbers.</param>
    /// <returns>For each column that has some, its numbers for "missing".</returns>
    public static IReadOnlyDictionary<Column, IReadOnlyList<MissingNumber>> Detect(IReadOnlyList<Column> columns)
    {
        var found = columns.ToDictionary(column => column, _ => new List<MissingNumber>());
        var open = columns;
        for (var round = 0; round < MaxPerColumn && open.Count > 0; round++)
        {
            var candidates = open.SelectMany(column => Candidates(column, [.. found[column].Select(number => number.Value)])).ToList();
            var accepted = candidates.FindAll(IsFarOff);
            accepted.RemoveAll(item => !WellKnown.Contains(item.Value) && accepted.Count(other => other.Value == item.Value) < MinColumns);
            var support = found.Values.SelectMany(numbers => numbers).Select(number => number.Value).Concat(accepted.Select(item => item.Value)).ToLookup(value => value);
            accepted.AddRange(candidates.Where(item => support[item.Value].Count() >= MinSupport && !accepted.Contains(item) && IsBehindWidestGap(item)));
            foreach (var item in accepted)
                found[item.Column].Add(new MissingNumber(item.Value, item.Count, Tell(item, accepted)));
            open = [.. accepted.Select(item => item.Column).Distinct()];
        }

        return found.Where(item => item.Value.Count > 0).ToDictionary(item => item.Key, item => (IReadOnlyList<MissingNumber>)item.Value);
    }

    private static IEnumerable<Candidate> Candidates(Column column, float[] except)
    {
        if (column is NumberColumn numbers && !NumberExtremes.HasRepeatedEnd(numbers, MinCells))
            yield break;
        var (count, low, high) = NumberExtremes.Of(column, except);
        if (IsPossible(low, count) && low.Value < 0)
            yield return new Candidate(column, low.Value, low.Count, low.Next - low.Value, high.Value - low.Next, IsLow: true);
        if (IsPossible(high, count) && high.Value > 0)
            yield return new Candidate(column, high.Value, high.Count, high.Value - high.Next, high.Next - low.Value, IsLow: false);
    }

    private static bool IsPossible(NumberEnd end, int count) => end.Value % 1 == 0 && end.Count >= MinCells && count - end.Count >= MinOthers;

    private static bool IsFarOff(Candidate item)
    {
        var isNamed = item.IsLow && WellKnown.Contains(item.Value);
        return item.Gap >= (isNamed ? NegativeDistance : OtherDistance) * item.Spread
            && (isNamed || NumberExtremes.HasMoreDistinct(item.Column, MinOtherValues));
    }

    private static bool IsBehindWidestGap(Candidate item) =>
        item.Gap > NumberExtremes.WidestGap(item.Column, number => item.IsLow ? number <= item.Value : number >= item.Value);

    private static string Tell(Candidate item, List<Candidate> accepted)
    {
        var others = accepted.Count(other => other != item && other.Value == item.Value);
        var (end, side) = item.IsLow ? ("lowest", "below") : ("highest", "above");
        var alike = others == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", and the same in {others} other columns");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"it is the {end} number, {item.Gap:G4} {side} the next, all others lie within {item.Spread:G4}{alike}");
    }

    /// <summary>A number at one end of a column.</summary>
    /// <param name="Gap">From it to the next number.</param>
    /// <param name="Spread">From the lowest to the highest of all others.</param>
    private sealed record Candidate(Column Column, float Value, int Count, float Gap, float Spread, bool IsLow);
}
