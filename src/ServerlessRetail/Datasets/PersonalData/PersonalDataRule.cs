namespace ServerlessRetail.Datasets.PersonalData;

/// <summary>Personal data are not learned from unless model.json says so.</summary>
public static class PersonalDataRule
{
    /// <summary>In <c>allow</c>: with a colon and a column's name keeps that column, alone keeps them all.</summary>
    public const string Name = "personalData";

    /// <summary>Detects personal data and says of each finding whether its column is kept.</summary>
    public static IReadOnlyList<PersonalDataFinding> Find(Dataset dataset, ModelSettings settings) =>
        [.. PersonalDataDetector.Detect(dataset).Select(finding => finding with { Kept = IsKept(finding.Column, settings) })];

    /// <summary>Takes the columns of the findings out of the features; a label or id stays what it is, for nothing is learned from it.</summary>
    /// <exception cref="RejectedException">No feature is left.</exception>
    public static DatasetSchema Apply(DatasetSchema schema, IReadOnlyList<PersonalDataFinding> findings)
    {
        schema = PreferAnonymousId(schema, findings);
        var applied = schema with { Columns = Apply(schema.Columns, findings) };
        if (applied.Features.Any())
            return applied;
        throw new RejectedException(
            RejectionReasons.NoFeatures,
            $"Every column that could be learned from holds personal data ({string.Join(", ", findings.Select(finding => finding.Column))}). "
            + $"Add columns about behaviour, or keep one by name: \"allow\": [\"{Name}:<column>\"] in {DatasetName.SettingsFile}.");
    }

    /// <summary>Marks the columns of the findings and takes them out of the features.</summary>
    public static IReadOnlyList<ColumnSchema> Apply(IReadOnlyList<ColumnSchema> columns, IReadOnlyList<PersonalDataFinding> findings) =>
        [.. columns.Select(column => Apply(column, findings))];

    /// <summary>An e-mail address names a customer as well as a number does, but the number tells less.</summary>
    private static DatasetSchema PreferAnonymousId(DatasetSchema schema, IReadOnlyList<PersonalDataFinding> findings)
    {
        bool IsPersonal(string? name) => findings.Any(finding => finding.Column == name && !finding.Kept);
        var other = schema.Columns.FirstOrDefault(
            column => column.Type == ColumnType.Identifier && column.Role == ColumnRole.Excluded && !IsPersonal(column.Name));
        if (!IsPersonal(schema.Id) || other is null)
            return schema;
        return schema with
        {
            Id = other.Name,
            Columns =
            [
                .. schema.Columns.Select(column => column == other ? column with { Role = ColumnRole.Id }
                    : column.Name == schema.Id ? column with { Role = ColumnRole.Feature }
                    : column),
            ],
        };
    }

    private static ColumnSchema Apply(ColumnSchema column, IReadOnlyList<PersonalDataFinding> findings)
    {
        if (findings.FirstOrDefault(finding => finding.Column == column.Name) is not { } found)
            return column;
        var marked = column with { PersonalData = found.Kind };
        return found.Kept || column.Role is ColumnRole.Label or ColumnRole.Id
            ? marked
            : marked with { Role = ColumnRole.Excluded, Evidence = $"personal data: {Describe(found.Kind)}, {found.Evidence}" };
    }

    private static bool IsKept(string column, ModelSettings settings) =>
        settings.Allow.Contains(Name) || settings.Allow.Contains($"{Name}:{column}") || settings.Types.ContainsKey(column);

    /// <summary>A finding in a sentence for the run's record.</summary>
    public static string Tell(PersonalDataFinding finding) => finding.Kept
        ? $"The column {finding.Column} holds personal data ({Describe(finding.Kind)}: {finding.Evidence}) and is kept, as {DatasetName.SettingsFile} says."
        : $"The column {finding.Column} holds personal data ({Describe(finding.Kind)}: {finding.Evidence}) and is not learned from.";

    /// <summary>A kind in words.</summary>
    public static string Describe(PersonalDataKind kind) => kind switch
    {
        PersonalDataKind.Email => "e-mail",
        PersonalDataKind.Phone => "phone number",
        PersonalDataKind.PersonName => "name of a person",
        PersonalDataKind.StreetAddress => "street address",
        PersonalDataKind.CardNumber => "card number",
        PersonalDataKind.AccountNumber => "account number",
        PersonalDataKind.DateOfBirth => "date of birth",
        PersonalDataKind.IpAddress => "IP address",
        _ => "national id",
    };
}
