using Parquet;
using Parquet.Schema;

namespace ServerlessRetail.Tests.Datasets;

/// <summary>Writes small Parquet files.</summary>
internal static class ParquetFile
{
    public static ParquetColumn Texts(string name, string?[] cells) =>
        new(new DataField<string>(name), cells.Length, (group, field, rows) => group.WriteAsync(field, cells[rows]!, null));

    public static ParquetColumn Values<T>(string name, T?[] cells, DataField? field = null)
        where T : struct =>
        new(field ?? new DataField<T?>(name), cells.Length, (group, written, rows) => group.WriteAsync<T>(written, cells[rows].AsMemory(), null, null, CancellationToken.None));

    public static async Task<byte[]> WriteAsync(int rowsInGroup, params ParquetColumn[] columns)
    {
        var file = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(column => column.Field)), file))
        {
            for (var row = 0; row < columns[0].Rows; row += rowsInGroup)
            {
                using var group = writer.CreateRowGroup();
                foreach (var column in columns)
                    await column.Write(group, column.Field, row..Math.Min(column.Rows, row + rowsInGroup));
            }
        }

        return file.ToArray();
    }

    public sealed record ParquetColumn(DataField Field, int Rows, Func<ParquetRowGroupWriter, DataField, Range, Task> Write);
}
