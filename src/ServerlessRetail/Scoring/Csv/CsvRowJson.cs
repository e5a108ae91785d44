using System.Buffers;
using System.Text.Json;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Scoring;

/// <summary>Makes of a row the customer that a JSON request with the cells as texts would have sent.</summary>
internal sealed class CsvRowJson(CsvLayout layout)
{
    private readonly CellReader _cells = new(layout.Header.HasQuarantinePrefix);
    private readonly ArrayBufferWriter<byte> _json = new();

    public JsonElement Read(RowBatch rows, int row)
    {
        _json.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_json);
        var fields = rows.GetFields(row);
        writer.WriteStartObject();
        for (var column = 0; column < fields.Length; column++)
        {
            if (Header.IsQuarantineColumn(layout.Names[column]))
                continue;
            _cells.Read(rows.Buffer, fields[column]);
            writer.WriteString(layout.Names[column], _cells.Buffer.AsSpan(_cells.Start, _cells.Length));
        }

        writer.WriteEndObject();
        writer.Flush();
        var reader = new Utf8JsonReader(_json.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }
}
