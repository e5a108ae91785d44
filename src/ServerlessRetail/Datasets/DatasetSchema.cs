using System.Text.Json.Serialization;
using ServerlessRetail.Datasets.PersonalData;

namespace ServerlessRetail.Datasets;

/// <summary>What a dataset's columns were understood to be, with the evidence: stored beside each version as schema.json.</summary>
public sealed record DatasetSchema(LabelSchema Label, string? Id, IReadOnlyList<ColumnSchema> Columns)
{
    /// <summary>What was made of the columns, worth telling the owner of the file.</summary>
    public IReadOnlyList<DatasetNote> Notes { get; init; } = [];

    [JsonIgnore]
    public IEnumerable<ColumnSchema> Features => Columns.Where(column => column.Role == ColumnRole.Feature);
}

/// <summary>One column: its type and role and why.</summary>
/// <param name="Missing">Share of cells that are missing, 0 to 1.</param>
/// <param name="Distinct">Distinct present values; null where there were too many to count.</param>
/// <param name="Evidence">One sentence.</param>
public sealed record ColumnSchema(string Name, ColumnType Type, ColumnRole Role, double Missing, int? Distinct, string Evidence)
{
    /// <summary>Id of the <see cref="DateFormat"/> of a column of dates, else null.</summary>
    public string? Format { get; init; }

    /// <summary>Whether it says something that nobody should be judged by, such as gender or age. It is learned from all the same.</summary>
    public bool Sensitive { get; init; }

    /// <summary>What it tells about a person; null: nothing was found. Such a column is left out unless model.json keeps it.</summary>
    public PersonalDataKind? PersonalData { get; init; }
}

/// <summary>The column that the model learns to predict.</summary>
/// <param name="Positive">The class whose probability is given, in its most frequent spelling; null unless there are two.</param>
/// <param name="Negative">The other class, likewise.</param>
/// <param name="Evidence">How it was chosen, in a sentence.</param>
public sealed record LabelSchema(string Name, ModelTask Task, string? Positive, string? Negative, string Evidence)
{
    /// <summary>
    /// The classes, each in its most frequent spelling, in the order of the model's scores: negative and positive for two,
    /// by text for several; empty for a regression.
    /// </summary>
    public IReadOnlyList<string> Classes { get => field ?? (Negative is null || Positive is null ? [] : [Negative, Positive]); init; }

    /// <summary>Position in <see cref="Classes"/> of the class that a cell of the label says, whatever its case; -1 for another text.</summary>
    public int ClassOf(string cell)
    {
        for (var i = 0; i < Classes.Count; i++)
        {
            if (string.Equals(cell, Classes[i], StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return -1;
    }

    /// <summary>Whether a cell of the label says the positive class; case does not matter.</summary>
    public bool IsPositive(string cell) => string.Equals(cell, Positive, StringComparison.OrdinalIgnoreCase);
}
