using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServerlessRetail.Reports.Sections;

/// <summary>What is needed to check the version, and to make it again.</summary>
internal static class LineageSection
{
    // Escaped as HTML afterwards, like every other text.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Markup Render(CardContent card)
    {
        var (report, lineage) = (card.Report, card.Report.Lineage);
        var table = new CardTable("The same of all these gives the same version", "What", "Value");
        Add("Model", report.Model);
        Add("Version", report.Version);
        Add("Dataset", report.Dataset.Blob);
        Add("Dataset, SHA-256", lineage?.DatasetSha256 ?? report.Dataset.Sha256);
        Add("Dataset, ETag", report.Dataset.ETag);
        if (lineage is not null)
        {
            Add("model.json, SHA-256", lineage.SettingsSha256);
            Add("Seed", CardNumbers.Plain(lineage.Seed));
            Add("ServerlessRetail", lineage.Release);
            Add("Trained with", lineage.Engine);
            Add("Processor", lineage.InstructionSet);
        }
        return Markup.Of($"{table.Render()}{Settings(lineage?.Settings)}");

        void Add(string what, string value) => table.Row([Markup.Text(what), Markup.Of($"<code>{value}</code>")]);
    }

    private static Markup Settings(JsonElement? settings) => settings is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } json
        ? Markup.Of($"<h3>model.json</h3>\n<pre>{Write(json)}</pre>\n")
        : default;

    private static string Write(JsonElement json)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
            json.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
