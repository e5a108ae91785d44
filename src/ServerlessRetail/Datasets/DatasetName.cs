using System.Diagnostics.CodeAnalysis;

namespace ServerlessRetail.Datasets;

/// <summary>The name of a blob in the datasets container, <c>&lt;model&gt;/&lt;file&gt;</c>; the file may have folders.</summary>
/// <param name="Model">Lower-case letters, digits and hyphens, 2 to 40 of them.</param>
/// <param name="File">Everything after the first slash.</param>
public sealed record DatasetName(string Model, string File)
{
    public const string SettingsFile = "model.json";

    /// <summary>What to tell somebody whose upload has no usable model name.</summary>
    public const string Rule =
        "Put the file in a folder named for its model, datasets/<model>/<file>; "
        + "a model's name has 2 to 40 lower-case letters, digits and hyphens.";

    public bool IsSettings => File == SettingsFile;

    public override string ToString() => $"{Model}/{File}";

    /// <param name="blobName">The blob's name within its container.</param>
    public static bool TryParse(string blobName, [NotNullWhen(true)] out DatasetName? name)
    {
        var slash = blobName.IndexOf('/', StringComparison.Ordinal);
        name = slash > 0 && slash < blobName.Length - 1 && IsModelName(blobName.AsSpan(0, slash))
            ? new DatasetName(blobName[..slash], blobName[(slash + 1)..])
            : null;
        return name is not null;
    }

    public static bool IsModelName(ReadOnlySpan<char> name)
    {
        if (name.Length is < 2 or > 40)
            return false;
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '-')
                return false;
        }
        return true;
    }
}
