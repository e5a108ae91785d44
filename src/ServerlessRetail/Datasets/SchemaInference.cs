using System.Globalization;

namespace ServerlessRetail.Datasets;

/// <summary>Decides what each column of a dataset is and what it is used for.</summary>
public static class SchemaInference
{
    /// <summary>Share of present cells that must be numbers for a column to be numeric.</summary>
    private const double NumericShare = 0.95;

    /// <summary>Share of present cells that must be distinct for a column of texts to be an identifier.</summary>
    private const double IdentifierShare = 0.95;

    /// <summary>The same where the column's name says "id" as well.</summary>
    private const double NamedIdentifierShare = 0.5;

    /// <exception cref="RejectedException">The settings name a column that is not there, or no label or feature is left.</exception>
    public static DatasetSchema Infer(Dataset dataset, ModelSettings settings)
    {
        RequireColumns(dataset, settings);
        var label = LabelInference.Infer(dataset, settings);
        var columns = dataset.Columns.Select(column => Describe(column, dataset, settings, label)).ToList();
        var id = settings.Id ?? columns.Find(column => column.Role == ColumnRole.Id)?.Name;
        columns = [.. columns.Select(column => OnlyOneId(column, id))];

        if (!columns.Exists(column => column.Role == ColumnRole.Feature))
        {
            throw new RejectedException(
                RejectionReasons.NoFeatures,
                $"No column is left to learn from: beside the label {label.Name} every column is an identifier, constant or excluded.");
        }
        return new DatasetSchema(label, id, columns);
    }

    private static void RequireColumns(Dataset dataset, ModelSettings settings)
    {
        Require("id", settings.Id is null ? [] : [settings.Id]);
        Require("exclude", settings.Exclude);
        Require("types", settings.Types.Keys);

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

    private static ColumnSchema Describe(Column column, Dataset dataset, ModelSettings settings, LabelSchema label)
    {
        var (type, evidence) = settings.Types.TryGetValue(column.Name, out var given)
            ? (given, $"named in {DatasetName.SettingsFile}")
            : InferType(column);
        var role = column.Name == label.Name ? ColumnRole.Label
            : column.Name == settings.Id ? ColumnRole.Id
            : settings.Exclude.Contains(column.Name) ? ColumnRole.Excluded
            : type switch
            {
                ColumnType.Identifier => ColumnRole.Id,
                ColumnType.Constant => ColumnRole.Excluded,
                _ => ColumnRole.Feature,
            };
        var missing = dataset.RowCount == 0 ? 0 : (double)column.MissingCount / dataset.RowCount;
        return new ColumnSchema(column.Name, type, role, missing, (column as CodedColumn)?.DistinctCount, evidence);
    }

    private static (ColumnType Type, string Evidence) InferType(Column column)
    {
        if (column.PresentCount == 0)
            return (ColumnType.Constant, "every cell is missing");
        if (column is CodedColumn { DistinctCount: 1 } && column.MissingCount == 0)
            return (ColumnType.Constant, "every cell is the same");
        if (CountsRows(column))
            return (ColumnType.Identifier, "counts the rows");

        var numeric = column.NumberCount >= NumericShare * column.PresentCount;
        if (IsIdentifier(column, numeric, out var distinct))
            return (ColumnType.Identifier, Invariant($"{distinct} distinct values in {column.PresentCount} cells"));
        if (numeric)
            return (ColumnType.Numeric, Invariant($"{column.NumberCount} of {column.PresentCount} cells are numbers"));
        return (ColumnType.Categorical, Invariant($"{((CodedColumn)column).DistinctCount} distinct texts"));
    }

    private static bool IsIdentifier(Column column, bool numeric, out int distinct)
    {
        distinct = column is CodedColumn coded ? coded.DistinctCount : CountDistinct(column);
        if (column.PresentCount < 20)
            return false;
        if (LooksLikeId(column.Name))
            return distinct >= NamedIdentifierShare * column.PresentCount && (!numeric || HasOnlyWholeNumbers(column));
        return !numeric && distinct >= IdentifierShare * column.PresentCount;
    }

    /// <summary>Row names: 0, 1, 2, … or 1, 2, 3, … all the way down.</summary>
    private static bool CountsRows(Column column)
    {
        if (column.RowCount < 20 || column.MissingCount > 0)
            return false;
        var first = column.GetNumber(0);
        if (first is not (0 or 1))
            return false;
        for (var row = 1; row < column.RowCount; row++)
        {
            // Beyond 2^24 a float skips whole numbers, so a step of 0 or 2 is still counting.
            var step = column.GetNumber(row) - column.GetNumber(row - 1);
            if (step != 1 && !(row > 1 << 24 && step is 0 or 2))
                return false;
        }
        return true;
    }

    private static bool HasOnlyWholeNumbers(Column column)
    {
        for (var row = 0; row < column.RowCount; row++)
        {
            if (!column.IsMissing(row) && column.GetNumber(row) % 1 != 0)
                return false;
        }
        return true;
    }

    private static int CountDistinct(Column column)
    {
        var seen = new HashSet<float>();
        for (var row = 0; row < column.RowCount; row++)
        {
            if (!column.IsMissing(row))
                seen.Add(column.GetNumber(row));
        }
        return seen.Count;
    }

    /// <summary>id, ID, customerId, customer_id, Customer ID, userid, guid; but not "paid" or "valid".</summary>
    private static bool LooksLikeId(string name)
    {
        if (name.Equals("id", StringComparison.OrdinalIgnoreCase))
            return true;
        if (name.EndsWith("id", StringComparison.OrdinalIgnoreCase))
        {
            var before = name[^3];
            if (!char.IsLetterOrDigit(before) || (name[^2] == 'I' && !char.IsUpper(before)))
                return true;
        }
        return name.ToUpperInvariant() is "USERID" or "CUSTOMERID" or "CLIENTID" or "MEMBERID" or "GUID" or "UUID" or "ROWNAMES";
    }

    private static ColumnSchema OnlyOneId(ColumnSchema column, string? id) =>
        column.Role == ColumnRole.Id && column.Name != id ? column with { Role = ColumnRole.Excluded } : column;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
