using System.Globalization;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Finds the one format in which a column's distinct texts are dates. Where day first and month first fit equally well,
/// points and hyphens mean the day first, as Europe writes them; slashes mean the day first in a file that is European
/// by its other marks (semicolons between fields, decimal commas) and the month first, as the US write them, elsewhere.
/// </summary>
internal static class DateFormatChoice
{
    /// <summary>Smallest share of dates among the distinct texts of a column of dates.</summary>
    public const double DateShare = 0.95;

    /// <param name="column">Texts.</param>
    /// <param name="isEuropean">What <c>03/04/2026</c> means where nothing else decides: 3 April if true, March 4 if not.</param>
    /// <param name="share">Smallest share of distinct texts that must be dates, 0 to 1.</param>
    /// <returns>Null where no format fits enough texts.</returns>
    public static DateFinding? Choose(CodedColumn column, bool isEuropean, double share = DateShare)
    {
        var most = (int)((1 - share) * column.DistinctCount);
        DateFormat? best = null;
        var bestMisses = most + 1;
        var isAmbiguous = false;
        foreach (var format in InOrder(isEuropean))
        {
            var misses = CountMisses(column, format, bestMisses);
            isAmbiguous = misses < bestMisses ? false : isAmbiguous || (misses == bestMisses && IsSwapped(best, format));
            if (misses < bestMisses)
                (best, bestMisses) = (format, misses);
        }

        return best is null ? null : new DateFinding(best, Describe(column, best, bestMisses, isAmbiguous, isEuropean));
    }

    private static IEnumerable<DateFormat> InOrder(bool isEuropean) => DateFormat.All
        .Where(format => format != DateFormat.Excel)
        .OrderBy(format => !isEuropean && format.Id.StartsWith("dd/", StringComparison.Ordinal) ? 1 : 0);

    /// <summary>Distinct texts that are no dates; counting stops beyond the limit.</summary>
    private static int CountMisses(CodedColumn column, DateFormat format, int limit)
    {
        var misses = 0;
        for (var code = 0; code < column.DistinctCount && misses <= limit; code++)
            misses += double.IsNaN(format.Parse(column.GetValue(code))) ? 1 : 0;
        return misses;
    }

    private static bool IsSwapped(DateFormat? best, DateFormat other) =>
        best is not null && best.Id.Length == other.Id.Length && best.Id[2] == other.Id[2]
        && (best.Id[..2], other.Id[..2]) is ("dd", "MM") or ("MM", "dd");

    private static string Describe(CodedColumn column, DateFormat format, int misses, bool isAmbiguous, bool isEuropean)
    {
        var kind = format.IsTimeOnly ? "times" : "dates";
        var fit = string.Create(CultureInfo.InvariantCulture, $"{column.DistinctCount - misses} of {column.DistinctCount} distinct texts are {kind} as {format.Id}");
        return !isAmbiguous ? fit
            : fit + (format.Id[2] == '-' ? "; day and month could be swapped, hyphens mean the day first"
                : isEuropean ? "; day and month could be swapped, the file's other marks are European, so the day is first"
                : "; day and month could be swapped, nothing in the file is European, so the month is first");
    }
}

/// <param name="Evidence">A sentence.</param>
internal sealed record DateFinding(DateFormat Format, string Evidence);
