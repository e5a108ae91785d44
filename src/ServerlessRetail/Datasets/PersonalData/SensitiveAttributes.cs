namespace ServerlessRetail.Datasets.PersonalData;

/// <summary>Columns that say something nobody should be judged by. They are learned from, and marked for the fairness section of the card.</summary>
public static class SensitiveAttributes
{
    private static readonly string[] Phrases =
    [
        "gender", "sex", "geschlecht", "sexe", "sexo", "genero",
        "age", "edad", "lebensalter", "age group", "birth year", "year birth", "year of birth", "geburtsjahr", "annee de naissance", "senior citizen",
        "ethnicity", "ethnic", "ethnic group", "race", "ethnie", "etnia", "raza", "herkunft", "nationality", "citizenship", "staatsangehorigkeit", "nationalite", "nacionalidad",
        "religion", "religious", "konfession", "religione",
        "marital", "marital status", "familienstand", "civil status", "etat civil", "estado civil", "situation familiale",
        "disability", "disabled", "behinderung", "schwerbehindert", "handicap", "discapacidad",
        "sexual orientation", "pregnant", "pregnancy", "schwanger", "trade union", "political",
    ];

    /// <summary>Things have an age as well.</summary>
    private static readonly string[] Things =
        ["account", "vehicle", "car", "device", "product", "house", "building", "page", "company", "store", "contract", "order", "customer since", "bike"];

    /// <exception cref="RejectedException">The settings name a column that is not there.</exception>
    public static DatasetSchema Mark(DatasetSchema schema, Dataset dataset, ModelSettings settings)
    {
        foreach (var name in settings.Sensitive)
        {
            if (dataset.FindColumn(name) is null)
                throw SchemaInference.MissingColumn(dataset, "sensitive", name);
        }

        return schema with
        {
            Columns = [.. schema.Columns.Select(column => IsSensitive(column.Name, settings) ? column with { Sensitive = true } : column)],
        };
    }

    /// <summary>Whether a column's name, or model.json, says that it is sensitive.</summary>
    public static bool IsSensitive(string column, ModelSettings settings)
    {
        if (settings.Sensitive.Contains(column))
            return true;
        var words = new ColumnWords(column);
        return words.HasAny(Phrases) && !words.HasAny(Things);
    }
}
