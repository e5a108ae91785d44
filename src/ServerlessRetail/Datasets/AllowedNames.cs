using ServerlessRetail.Datasets.Guards;
using ServerlessRetail.Datasets.PersonalData;
using ServerlessRetail.Datasets.Sentinels;

namespace ServerlessRetail.Datasets;

/// <summary>What <c>allow</c> in model.json may hold.</summary>
internal static class AllowedNames
{
    /// <summary>Names that may stand with a colon and a column's name, or alone for all columns.</summary>
    public static IReadOnlyList<string> OfColumns { get; } = [PersonalDataRule.Name, SentinelRule.Name];

    public static IReadOnlyList<string> All { get; } = [.. GuardNames.All, SchemaComparison.Name, .. OfColumns];

    /// <summary>Whether a name is one of all, perhaps with a column.</summary>
    public static bool Contains(string name) => All.Contains(name) || ColumnOf(name) is not null;

    /// <returns>The column in <c>personalData:email</c>; null where none is named.</returns>
    public static string? ColumnOf(string name)
    {
        var known = OfColumns.FirstOrDefault(known => name.StartsWith($"{known}:", StringComparison.Ordinal));
        return known is null || name.Length == known.Length + 1 ? null : name[(known.Length + 1)..];
    }
}
