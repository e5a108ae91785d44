using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>What a file's columns are to a model.</summary>
internal sealed class CsvColumns
{
    private readonly IReadOnlyList<ScoreWarning> _warnings;

    public CsvColumns(CsvLayout layout, FittedModel model)
    {
        List<(int Field, int Column)> features = [];
        for (var field = 0; field < layout.Names.Count; field++)
        {
            var name = layout.Names[field];
            if (Header.IsQuarantineColumn(name))
                continue;
            if (name == model.Description.Id)
                IdField = field;
            else if (PositionOf(name) is >= 0 and var column)
                features.Add((field, column));
        }

        Features = [.. features];
        _warnings = new CustomerReader(model).Read(Nothing(layout), path: "").Warnings;

        int PositionOf(string name)
        {
            for (var column = 0; column < model.Recipe.Columns.Count; column++)
            {
                if (model.Recipe.Columns[column].Name == name)
                    return column;
            }

            return -1;
        }
    }

    /// <summary>The fields of a row that the model reads, each with the position of the model's column.</summary>
    public (int Field, int Column)[] Features { get; }

    /// <summary>The field of a row that names the customer; null: there is none.</summary>
    public int? IdField { get; }

    /// <summary>Columns that the model does not know or that the file does not have, once for the whole file.</summary>
    public IEnumerable<ScoreWarning> Warnings =>
        _warnings.Where(warning => warning.Code is ScoreWarningCodes.UnknownField or ScoreWarningCodes.MissingField);

    /// <summary>A customer who has every column and no value, to ask the one place that knows what to say of columns.</summary>
    private static JsonElement Nothing(CsvLayout layout)
    {
        var json = new JsonObject();
        foreach (var name in layout.Names.Where(name => !Header.IsQuarantineColumn(name)))
            json.Add(name, null);
        using var document = JsonDocument.Parse(json.ToJsonString());
        return document.RootElement.Clone();
    }
}
