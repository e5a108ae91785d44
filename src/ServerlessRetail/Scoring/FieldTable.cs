using System.Text;
using ServerlessRetail.Features;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>What names of fields, in UTF-8, are to a model. Safe for many threads.</summary>
internal sealed class FieldTable
{
    /// <summary>The column that names a customer.</summary>
    public const int Id = -1;

    /// <summary>A column of the training file that the model does not use.</summary>
    public const int Ignored = -2;

    public const int Unknown = -3;

    private readonly byte[][] _columns;
    private readonly int[] _fields;
    private readonly Utf8Index _names;

    public FieldTable(FittedModel model)
    {
        List<(string Name, int Field)> fields = [];
        if (model.Description.Id is { } id)
            fields.Add((id, Id));
        fields.AddRange(model.Recipe.Columns.Select((column, position) => (column.Name, position)));
        fields.AddRange(model.Description.IgnoredColumns.Select(name => (name, Ignored)));
        _columns = [.. model.Recipe.Columns.Select(column => column.Name == model.Description.Id ? [] : Encoding.UTF8.GetBytes(column.Name))];
        _names = new Utf8Index([.. fields.Select(field => field.Name)]);
        _fields = [.. fields.Select(field => field.Field)];
    }

    /// <param name="name">UTF-8 without escapes.</param>
    /// <param name="expected">The column that is looked at first: most customers have their fields in the order of the training file.</param>
    /// <returns>Position of a column of the recipe, or one of the constants.</returns>
    public int Find(ReadOnlySpan<byte> name, int expected)
    {
        if ((uint)expected < (uint)_columns.Length && name.SequenceEqual(_columns[expected]))
            return expected;
        return _names.Find(name) is >= 0 and var place ? _fields[place] : Unknown;
    }
}
