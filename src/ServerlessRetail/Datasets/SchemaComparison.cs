using System.Globalization;

namespace ServerlessRetail.Datasets;

/// <summary>Compares a file's schema with the one that the champion learned from.</summary>
public static class SchemaComparison
{
    /// <summary>What <c>allow</c> in model.json overrules it by.</summary>
    public const string Name = RejectionReasons.SchemaChanged;

    /// <summary>Share of the champion's features above which missing ones make it another file.</summary>
    private const double MaxMissingShare = 0.5;

    /// <summary>Similarity of two names, 0 to 1, from which one may be the other renamed.</summary>
    private const double MinSimilarity = 0.6;

    /// <param name="before">The champion's columns.</param>
    /// <param name="labelBefore">The champion's label.</param>
    /// <param name="now">The file's schema.</param>
    /// <param name="allow">Guards that only warn, by name.</param>
    public static IReadOnlyList<SchemaChange> Compare(
        IReadOnlyList<ColumnSchema> before, string labelBefore, DatasetSchema now, IReadOnlyList<string> allow)
    {
        var gone = before.Where(column => now.Columns.All(other => other.Name != column.Name)).ToList();
        var come = now.Columns.Where(column => before.All(other => other.Name != column.Name)).ToList();
        var renamed = FindRenamed(gone, come);
        gone.RemoveAll(column => renamed.Exists(pair => pair.From == column));
        come.RemoveAll(column => renamed.Exists(pair => pair.To == column));

        var features = before.Count(column => column.Role == ColumnRole.Feature);
        var goneFeatures = gone.Count(column => column.Role == ColumnRole.Feature);

        // Another label is the promotion's to judge; then other columns are no surprise.
        var isOther = now.Label.Name == labelBefore && goneFeatures > MaxMissingShare * features && !allow.Contains(Name);
        return
        [
            .. renamed.Select(pair => new SchemaChange(
                SchemaChangeKind.Renamed, SchemaChangeEffect.Accepted, pair.To.Name, pair.From.Name,
                $"The column {pair.To.Name} seems to be the champion's {pair.From.Name} under another name.")),
            .. gone.Select(column => Missing(column, isOther)),
            .. come.Select(column => new SchemaChange(
                SchemaChangeKind.Extra, SchemaChangeEffect.Accepted, column.Name, null, $"The column {column.Name} is new.")),
            .. Retyped(before, now),
        ];
    }

    /// <exception cref="RejectedException">A change is refused.</exception>
    public static void ThrowIfRefused(IReadOnlyList<SchemaChange> changes)
    {
        var refused = changes.Where(change => change.Effect == SchemaChangeEffect.Refused).Select(change => change.Column).ToList();
        if (refused.Count == 0)
            return;
        throw new RejectedException(RejectionReasons.SchemaChanged, string.Create(
            CultureInfo.InvariantCulture,
            $"{refused.Count} columns that the champion knows are not in this file: {string.Join(", ", refused.Take(20))}. Upload a file with them, or say that it is meant: \"allow\": [\"{Name}\"] in {DatasetName.SettingsFile}."));
    }

    private static SchemaChange Missing(ColumnSchema column, bool isOther) => new(
        SchemaChangeKind.Missing,
        isOther && column.Role == ColumnRole.Feature ? SchemaChangeEffect.Refused : SchemaChangeEffect.Accepted,
        column.Name,
        column.Name,
        $"The champion's column {column.Name} ({column.Role}) is not in this file.");

    private static IEnumerable<SchemaChange> Retyped(IReadOnlyList<ColumnSchema> before, DatasetSchema now)
    {
        foreach (var column in now.Columns)
        {
            if (before.FirstOrDefault(other => other.Name == column.Name) is not { } old || old.Type == column.Type)
                continue;
            yield return new SchemaChange(
                SchemaChangeKind.Retyped, SchemaChangeEffect.Coerced, column.Name, old.Type.ToString(),
                $"The column {column.Name} was {old.Type} for the champion and is {column.Type} now ({column.Evidence}).");
        }
    }

    /// <summary>The most similar names of the same type, both ways round.</summary>
    private static List<(ColumnSchema From, ColumnSchema To)> FindRenamed(List<ColumnSchema> gone, List<ColumnSchema> come)
    {
        var pairs = from one in gone
                    from other in come
                    let similarity = NameSimilarity.Of(one.Name, other.Name)
                    where similarity >= MinSimilarity && IsAlike(one, other)
                    orderby similarity descending, one.Name, other.Name
                    select (one, other);
        var found = new List<(ColumnSchema From, ColumnSchema To)>();
        foreach (var (one, other) in pairs)
        {
            if (!found.Exists(pair => pair.From == one || pair.To == other))
                found.Add((one, other));
        }

        return found;
    }

    /// <summary>Of one type, with about as many missing cells and distinct values: the distribution in short.</summary>
    private static bool IsAlike(ColumnSchema one, ColumnSchema other)
    {
        const double MaxMissingDifference = 0.2;
        const double MaxDistinctRatio = 3;
        return one.Type == other.Type && one.Role == other.Role
            && Math.Abs(one.Missing - other.Missing) <= MaxMissingDifference
            && (one.Distinct is not { } few || other.Distinct is not { } many
                || (double)(Math.Max(few, many) + 1) / (Math.Min(few, many) + 1) <= MaxDistinctRatio);
    }
}
