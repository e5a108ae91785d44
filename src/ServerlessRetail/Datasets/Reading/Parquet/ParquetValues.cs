using Parquet;
using Parquet.Schema;

namespace ServerlessRetail.Datasets;

/// <param name="field">The column.</param>
/// <param name="add">Adds the text of a value; the last argument is whether every value of the row group is a whole one.</param>
/// <param name="isWhole">Whether a value is a whole one, such as a date at midnight; null: it does not matter.</param>
internal sealed class ParquetValues<T>(DataField field, Func<T, CellBuffer, bool, Field> add, Func<T, bool>? isWhole = null) : ParquetCells
    where T : struct
{
    private T[] _values = [];
    private T?[] _nullables = [];
    private bool _areWhole;

    public override async Task ReadAsync(ParquetRowGroupReader group, int rows, CancellationToken cancellationToken)
    {
        if (field.IsNullable)
        {
            Array.Resize(ref _nullables, Math.Max(rows, _nullables.Length));
            await group.ReadAsync<T>(field, _nullables.AsMemory(0, rows), null, cancellationToken);
        }
        else
        {
            Array.Resize(ref _values, Math.Max(rows, _values.Length));
            await group.ReadAsync(field, _values.AsMemory(0, rows), null, cancellationToken);
        }

        _areWhole = isWhole is not null && Enumerable.Range(0, rows).All(row => Get(row) is not { } value || isWhole(value));
    }

    public override Field AddTo(CellBuffer cells, int row) => Get(row) is { } value ? add(value, cells, _areWhole) : default;

    private T? Get(int row) => field.IsNullable ? _nullables[row] : _values[row];
}

/// <summary>Columns of numbers.</summary>
internal static class ParquetNumbers
{
    public static ParquetCells For<T>(DataField field)
        where T : struct, IUtf8SpanFormattable => new ParquetValues<T>(field, static (value, cells, _) => cells.Add(value));

    /// <summary>What is no number counts as missing.</summary>
    public static ParquetCells ForReal<T>(DataField field)
        where T : struct, IUtf8SpanFormattable, System.Numerics.INumberBase<T> =>
        new ParquetValues<T>(field, static (value, cells, _) => T.IsNaN(value) ? default : cells.Add(value));
}

/// <summary>Columns of dates and times, as ISO 8601.</summary>
internal static class ParquetTimes
{
    private const string Time = "HH:mm:ss.FFFFFFF";

    /// <summary>Dates that are stored as times, as by tools that know no dates, are written as dates.</summary>
    public static ParquetCells ForTimes(DataField field) => new ParquetValues<DateTime>(
        field,
        static (value, cells, areDates) => cells.Add(value, areDates ? "yyyy-MM-dd" : "yyyy-MM-dd'T'" + Time),
        static value => value.TimeOfDay == TimeSpan.Zero);

    public static ParquetCells ForDates(DataField field) => new ParquetValues<DateOnly>(field, static (value, cells, _) => cells.Add(value, "yyyy-MM-dd"));

    public static ParquetCells ForHours(DataField field) => new ParquetValues<TimeOnly>(field, static (value, cells, _) => cells.Add(value, Time));

    public static ParquetCells ForSpans(DataField field) => new ParquetValues<TimeSpan>(field, static (value, cells, _) => cells.Add(value, "c"));
}
