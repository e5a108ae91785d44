namespace ServerlessRetail.Models;

/// <summary>A model as it came from storage.</summary>
/// <param name="FileBytes">Length of its file.</param>
internal sealed record StoredModel(FittedModel Fitted, int FileBytes)
{
    /// <summary>Of every model: recipes, dictionaries, objects.</summary>
    private const long BaseBytes = 64 << 10;

    /// <summary>The arrays in memory are about as large as the file; the tables that explain trees are made of them at the first reasons, and are several times larger.</summary>
    private const long PerFileByte = 8;

    /// <summary>Memory that it takes, at a guess that is rather too high.</summary>
    public long MemoryBytes => BaseBytes + (PerFileByte * FileBytes);
}
