using System.Text;
using System.Text.Json;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Models;

namespace ServerlessRetail.Tests.Scoring;

/// <summary>The readers of one model's customers, side by side.</summary>
internal sealed class FittedReaders
{
    private readonly FittedModel _model;
    private readonly FieldReader _fields;
    private readonly PlainFields _plain;

    /// <summary>Of <see cref="AnyCustomers.Recipe"/>.</summary>
    public FittedReaders()
        : this(AnyCustomers.Recipe)
    {
    }

    /// <summary>Of a single column with a single category.</summary>
    public FittedReaders(string column, string category)
        : this(new FeatureRecipe([new CategoricalFeature(column, [category])]))
    {
    }

    private FittedReaders(FeatureRecipe recipe)
    {
        _model = new ModelBuilder(recipe).Build();
        _fields = new FieldReader(_model);
        _plain = new PlainFields(_model, new FieldTable(_model), new CellParser(_model), new FieldNotes(_model));
    }

    public bool IsPlain(byte[] json) => _plain.Read(json, 0, new CustomerRow(_model.Recipe.Columns.Count), Cells(), strict: false) == json.Length;

    /// <summary>Whatever the text is, it makes no difference whether it may be read in the plain way.</summary>
    public void AssertAlike(byte[] json, bool strict) => Assert.Equal(Read(json, strict, mayBePlain: false), Read(json, strict, mayBePlain: true));

    private string Read(byte[] json, bool strict, bool mayBePlain)
    {
        var (row, cells) = (new CustomerRow(_model.Recipe.Columns.Count), Cells());
        row.Begin("customer");
        int end;
        try
        {
            end = mayBePlain ? _fields.Read(json, 0, row, cells, strict) : _fields.ReadAny(json, 0, row, cells, strict);
        }
        catch (JsonException exception)
        {
            return $"{exception.LineNumber}:{exception.BytePositionInLine} {exception.Message}";
        }
        var values = row.Values.Append(row.Id).Select(value => Encoding.UTF8.GetString(value.Of(json)));
        return string.Join('\n', [$"{end}", .. cells.Select(cell => $"{cell:R}"), .. values, .. row.Warnings.Select(warning => $"{warning}"), .. row.Errors.Select(error => $"{error}")]);
    }

    /// <summary>Used before.</summary>
    private float[] Cells() => [.. Enumerable.Repeat(7f, _model.Recipe.CellWidth)];
}
