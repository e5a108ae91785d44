using ServerlessRetail.Datasets.Sentinels;

namespace ServerlessRetail.Datasets;

/// <summary>Decides what each column of a dataset is and what it is used for.</summary>
public static class SchemaInference
{
    /// <exception cref="RejectedException">The settings name a column that is not there, or no label or feature is left.</exception>
    public static DatasetSchema Infer(Dataset dataset, ModelSettings settings)
    {
        RequireColumns(dataset, settings);
        var label = LabelInference.Infer(dataset, settings);
        var columns = DescribeAll(dataset, settings, label.Name, out var id);

        if (!columns.Exists(column => column.Role == ColumnRole.Feature))
        {
            throw new RejectedException(
                RejectionReasons.NoFeatures,
                $"No column is left to learn from: beside the label {label.Name} every column is an identifier, constant or excluded.");
        }
        return new DatasetSchema(label, id, columns) { Notes = [.. SentinelRule.Notes(dataset), .. UnreadableNumbers.Notes(dataset, columns), .. LabelInference.Notes(dataset, label)] };
    }

    /// <summary>What the columns are where no label can be found or the settings do not fit: as far as a file can be understood all the same.</summary>
    public static IReadOnlyList<ColumnSchema> InferWithoutLabel(Dataset dataset, ModelSettings settings) =>
        DescribeAll(dataset, settings with { Types = new Dictionary<string, ColumnType>() }, settings.Label, out _);

    private static List<ColumnSchema> DescribeAll(Dataset dataset, ModelSettings settings, string? label, out string? id)
    {
        var types = TypeInference.For(dataset);
        var columns = dataset.Columns.Select(column => Describe(column, types, dataset, settings, label)).ToList();
        var found = id = settings.Id ?? FindId(columns);
        return columns.ConvertAll(column => OnlyOneId(column, found));
    }

    private static void RequireColumns(Dataset dataset, ModelSettings settings)
    {
        Require("id", settings.Id is null ? [] : [settings.Id]);
        Require("exclude", settings.Exclude);
        Require("types", settings.Types.Keys);
        Require("allow", settings.Allow.Select(AllowedNames.ColumnOf).OfType<string>());

        void Require(string key, IEnumerable<string> names)
        {
            foreach (var name in names)
            {
                if (dataset.FindColumn(name) is null)
                    throw MissingColumn(dataset, key, name);
            }
        }
    }

    internal static RejectedException MissingColumn(Dataset dataset, string key, string name) => new(
        RejectionReasons.InvalidSettings,
        $"{DatasetName.SettingsFile} names the column \"{name}\" under \"{key}\", but the file has none of that name. "
        + $"Its columns are {string.Join(", ", dataset.Columns.Take(50).Select(column => column.Name))}.");

    private static ColumnSchema Describe(Column column, TypeInference types, Dataset dataset, ModelSettings settings, string? label)
    {
        var typing = settings.Types.TryGetValue(column.Name, out var given) ? types.Confirm(column, given) : types.Infer(column);
        var role = column.Name == label ? ColumnRole.Label
            : column.Name == settings.Id ? ColumnRole.Id
            : settings.Exclude.Contains(column.Name) ? ColumnRole.Excluded
            : typing.Type switch
            {
                ColumnType.Identifier => ColumnRole.Id,
                ColumnType.Constant => ColumnRole.Excluded,
                _ => ColumnRole.Feature,
            };
        var missing = dataset.RowCount == 0 ? 0 : (double)column.MissingCount / dataset.RowCount;
        var distinct = (column as CodedColumn)?.DistinctCount;
        var evidence = typing.Evidence + string.Concat(column.MissingNumbers.Select(number => number.Evidence));
        return new ColumnSchema(column.Name, typing.Type, role, missing, distinct, evidence) { Format = typing.Format };
    }

    /// <summary>Of several identifiers the first that names a customer, else the first.</summary>
    private static string? FindId(List<ColumnSchema> columns)
    {
        var ids = columns.FindAll(column => column.Role == ColumnRole.Id);
        return (ids.Find(column => new NameWords(column.Name).IsCustomerId) ?? ids.FirstOrDefault())?.Name;
    }

    private static ColumnSchema OnlyOneId(ColumnSchema column, string? id) =>
        column.Role == ColumnRole.Id && column.Name != id ? column with { Role = ColumnRole.Excluded } : column;
}
