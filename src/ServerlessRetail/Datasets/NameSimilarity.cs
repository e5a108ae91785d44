using ServerlessRetail.Datasets.PersonalData;

namespace ServerlessRetail.Datasets;

/// <summary>How alike two column names are, whatever their case and the signs between their words.</summary>
internal static class NameSimilarity
{
    /// <summary>1 minus the edit distance (Levenshtein, 1966) by the longer name's length; 1 for the same words.</summary>
    public static double Of(string left, string right)
    {
        var (a, b) = (Letters(left), Letters(right));
        var longer = Math.Max(a.Length, b.Length);
        return longer == 0 ? 0 : 1 - ((double)Distance(a, b) / longer);
    }

    private static string Letters(string name) => new ColumnWords(name).Joined + string.Concat(name.Where(char.IsDigit));

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
