using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>Reads customers from JSON elements against one model's own columns, each into a record. Reuse it; it keeps no state.</summary>
/// <param name="model">The model.</param>
/// <param name="strict">Whether fields that are missing, unknown or unlike anything in training are errors instead of warnings.</param>
public sealed class CustomerReader(FittedModel model, bool strict = false)
{
    private readonly FieldReader _fields = new(model);

    /// <param name="path">Where the customer stands in the request, for error messages; empty for the request itself.</param>
    public Customer Read(JsonElement json, string path)
    {
        var text = JsonMarshal.GetRawUtf8Value(json);
        var cells = new float[model.Recipe.CellWidth];
        var row = new CustomerRow(model.Recipe.Columns.Count);
        row.Begin(path);
        _fields.Read(text, start: 0, row, cells, strict);
        var values = new JsonElement?[row.Values.Length];
        for (var column = 0; column < values.Length; column++)
            values[column] = ScoreResults.ElementOf(row.Values[column], text);
        return new Customer(row.Id.IsThere ? Encoding.UTF8.GetString(JsonBytes.TextOf(row.Id.Of(text))) : null, cells, values, row.Warnings, row.Errors);
    }
}
