using System.Globalization;

namespace ServerlessRetail.Datasets;

/// <summary>Tells of cells in columns of numbers that are none, or are beyond what a number can be: they count as missing.</summary>
internal static class UnreadableNumbers
{
    public static IEnumerable<DatasetNote> Notes(Dataset dataset, IEnumerable<ColumnSchema> columns)
    {
        foreach (var schema in columns.Where(column => column.Type == ColumnType.Numeric && column.Role is ColumnRole.Feature or ColumnRole.Label))
        {
            var column = dataset.FindColumn(schema.Name)!;
            var count = column is NumberColumn numbers ? numbers.UnreadableCount : column.PresentCount - column.NumberCount;
            if (count == 0)
                continue;
            var place = column is CodedColumn coded
                ? string.Create(CultureInfo.InvariantCulture, $", the first on line {dataset.GetLine(FirstRow(coded))}")
                : "";
            yield return new DatasetNote(
                DatasetNote.UnreadableNumbers, column.Name,
                string.Create(CultureInfo.InvariantCulture, $"{count} cells of the column {column.Name} are no numbers and count as missing{place}. ")
                + $"Mend them, or name their text under \"missing\" in {DatasetName.SettingsFile} if it says so.");
        }
    }

    private static int FirstRow(CodedColumn column)
    {
        for (var row = 0; row < column.RowCount; row++)
        {
            if (!column.IsMissing(row) && float.IsNaN(column.GetNumber(row)))
                return row;
        }

        return 0;
    }
}
