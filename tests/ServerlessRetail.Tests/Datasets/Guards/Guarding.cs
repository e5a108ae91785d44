using System.Globalization;
using System.Text;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Duplicates;
using ServerlessRetail.Datasets.Guards;
using ServerlessRetail.Datasets.PersonalData;
using ServerlessRetail.Datasets.Sentinels;
using ServerlessRetail.Training;

namespace ServerlessRetail.Tests.Datasets.Guards;

/// <summary>Takes a dataset as far as a training would before it fits, and asks the guards.</summary>
internal sealed record Guarding(DatasetSchema Schema, LabeledRows Rows, DuplicateRows Duplicates, GuardedData Data, IReadOnlyList<GuardFinding> Findings)
{
    public IEnumerable<GuardFinding> Blocking => Findings.Where(finding => finding.Blocks);

    public static Guarding Of(Dataset dataset, ModelSettings? settings = null)
    {
        settings ??= new ModelSettings();
        dataset = SentinelRule.Apply(dataset, settings);
        var schema = PersonalDataRule.Apply(SchemaInference.Infer(dataset, settings), PersonalDataRule.Find(dataset, settings));
        var duplicates = DuplicateRows.Find(dataset, schema);
        var rows = LabeledRows.Create(dataset, schema.Label, settings.Seed, duplicates);
        var data = new GuardedData(dataset, schema, rows.Split.Train, rows.TrainLabels, rows.TestLabels, duplicates);
        return new Guarding(schema, rows, duplicates, data, Guard.Inspect(data, settings.Allow));
    }

    public static async Task<Guarding> OfFileAsync(string file, ModelSettings? settings = null, Func<string[], string[]>? change = null)
    {
        var lines = await File.ReadAllLinesAsync(SharedData.Find(file), TestContext.Current.CancellationToken);
        var reading = await Reading.OfAsync(Encoding.UTF8.GetBytes(string.Join('\n', change is null ? lines : change(lines))));
        return Of(reading.Dataset, settings);
    }

    public static string Text(float number) => number.ToString(CultureInfo.InvariantCulture);
}
