using System.Data.Common;
using System.IO.Compression;
using DuckDB.NET.Data;
using ServerlessRetail.Datasets;
using Sylvan.Data.Csv;

namespace ServerlessRetail.Benchmarks.Reading;

/// <summary>The readers that are compared. Each reads every cell by its type and returns the number of rows.</summary>
internal static class CsvReaders
{
    public static IReadOnlyDictionary<string, Func<string, Task<long>>> All { get; } = new Dictionary<string, Func<string, Task<long>>>
    {
        ["ours"] = ReadOursAsync,
        ["ours+schema"] = ReadWithSchemaAsync,
        ["sylvan"] = path => Task.FromResult(ReadSylvan(path)),
        ["duckdb"] = path => Task.FromResult(ReadDuckDb(path)),
    };

    /// <summary>Format, dialect, header, types and number formats found; columns kept in memory; SHA-256 taken.</summary>
    private static async Task<long> ReadOursAsync(string path)
    {
        var dataset = await ReadDatasetAsync(path);
        GC.KeepAlive(dataset);
        return dataset.RowCount;
    }

    /// <summary>The same, and each column's type and role as a training run finds them, from all of its cells.</summary>
    private static async Task<long> ReadWithSchemaAsync(string path)
    {
        var dataset = await ReadDatasetAsync(path);
        GC.KeepAlive(SchemaInference.Infer(dataset, new ModelSettings()));
        return dataset.RowCount;
    }

    private static async Task<Dataset> ReadDatasetAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        await using var quarantine = new QuarantineWriter(_ => Task.FromResult(Stream.Null));
        return await DatasetReader.ReadAsync(file, new ReadOptions(), quarantine, CancellationToken.None);
    }

    /// <summary>The plain loop: told which columns are numbers; nothing kept.</summary>
    private static long ReadSylvan(string path)
    {
        using Stream file = File.OpenRead(path);
        using var text = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        using var reader = CsvDataReader.Create(text, new CsvDataReaderOptions { BufferSize = 1 << 16 });
        var isNumber = reader.GetColumnSchema().Select(IsNumber).ToArray();
        var rows = 0L;
        var sum = 0.0;
        while (reader.Read())
        {
            rows++;
            for (var i = 0; i < isNumber.Length; i++)
                sum += isNumber[i] ? (reader.IsDBNull(i) || reader.GetFieldSpan(i).IsEmpty ? 0 : reader.GetDouble(i)) : reader.GetString(i).Length;
        }

        GC.KeepAlive(sum);
        return rows;
    }

    private static bool IsNumber(DbColumn column) =>
        column.ColumnName is not ("customer_id" or "city" or "segment" or "channel" or "newsletter" or "last_order" or "first_order");

    /// <summary>Dialect and types found; columns kept in memory.</summary>
    private static long ReadDuckDb(string path)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SET threads = 1";
        command.ExecuteNonQuery();
        command.CommandText = $"CREATE TABLE customers AS SELECT * FROM read_csv('{path}')";
        command.ExecuteNonQuery();
        command.CommandText = "SELECT count(*) FROM customers";
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
