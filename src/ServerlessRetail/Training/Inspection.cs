using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Duplicates;
using ServerlessRetail.Datasets.Guards;
using ServerlessRetail.Datasets.PersonalData;
using ServerlessRetail.Datasets.Quality;
using ServerlessRetail.Models;

namespace ServerlessRetail.Training;

/// <summary>Looks a file over before anything is learned from it, and writes into the run's record what it finds.</summary>
internal sealed class Inspection(RunRecorder recorder, QualityStore store, ModelSettings settings, Champion? champion)
{
    private IReadOnlyList<ColumnSchema>? _understood;

    /// <summary>Whether the run has a quality report.</summary>
    public bool HasReported { get; private set; }

    /// <summary>Types and roles of the columns; those with personal data are left out, sensitive ones marked.</summary>
    /// <exception cref="RejectedException">The settings name a column that is not there or a trainer that is not for the label, or no label or feature is left.</exception>
    public DatasetSchema Understand(Dataset dataset)
    {
        var inferred = SchemaInference.Infer(dataset, settings);
        SettingsCheck.RequireTrainers(settings, inferred.Label.Task);
        var personal = PersonalDataRule.Find(dataset, settings);
        recorder.Update(run => run with { PersonalData = personal });
        foreach (var finding in personal)
            recorder.Warn(PersonalDataRule.Name, finding.Column, PersonalDataRule.Tell(finding));
        var schema = SensitiveAttributes.Mark(PersonalDataRule.Apply(inferred, personal), dataset, settings);
        _understood = schema.Columns;
        return schema;
    }

    /// <summary>Saves what the file is like, so that it is there whatever the guards say.</summary>
    public async Task<QualityReport> ReportQualityAsync(
        Dataset dataset, DatasetSchema schema, RowCounts rows, DuplicateRows duplicates, CancellationToken cancellationToken)
    {
        var counts = new QualityRows(
            rows.Read, rows.Used, rows.Quarantined, duplicates.CopyCount, duplicates.ConflictingIds, duplicates.ConflictingRows, duplicates.ConflictingLabels);
        return await ReportQualityAsync(dataset, () => schema.Columns, counts, cancellationToken);
    }

    /// <summary>The same for a file that was read and is of no use, as far as it was understood.</summary>
    public Task ReportUnusedAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        var counts = new QualityRows(dataset.RowCount + dataset.QuarantinedCount, dataset.RowCount, dataset.QuarantinedCount, null, null, null, null);
        return ReportQualityAsync(dataset, () => _understood ?? UnderstandColumns(dataset), counts, cancellationToken);
    }

    private IReadOnlyList<ColumnSchema> UnderstandColumns(Dataset dataset) =>
        PersonalDataRule.Apply(SchemaInference.InferWithoutLabel(dataset, settings), PersonalDataRule.Find(dataset, settings));

    private async Task<QualityReport> ReportQualityAsync(
        Dataset dataset, Func<IReadOnlyList<ColumnSchema>> columns, QualityRows counts, CancellationToken cancellationToken)
    {
        var before = champion is null ? null : await store.ReadAsync(champion.Report.Model, champion.Version, cancellationToken);
        var quality = await Task.Run(() => QualityInspection.Inspect(dataset, columns(), counts, before), cancellationToken);
        await store.SaveAsync(recorder.Run, quality, cancellationToken);
        HasReported = true;
        return quality;
    }

    /// <summary>Compares the columns with the champion's and asks the guards.</summary>
    /// <exception cref="RejectedException">A change of the columns is refused, or a guard blocks.</exception>
    public IReadOnlyList<GuardFinding> Guard(Dataset dataset, DatasetSchema schema, LabeledRows rows, DuplicateRows duplicates)
    {
        var changes = champion is null
            ? []
            : SchemaComparison.Compare(champion.Report.Columns, champion.Report.Label.Name, schema, settings.Allow);
        recorder.Update(run => run with { SchemaChanges = changes });
        SchemaComparison.ThrowIfRefused(changes);

        var data = new GuardedData(dataset, schema, rows.Split.Train, rows.TrainLabels, rows.TestLabels, duplicates);
        var findings = Datasets.Guards.Guard.Inspect(data, settings.Allow);
        recorder.Update(run => run with { Guards = findings });
        foreach (var finding in findings.Where(finding => !finding.Blocks))
            recorder.Warn(finding.Guard, finding.Column, $"{finding.Evidence} {finding.Remedy}");
        Datasets.Guards.Guard.ThrowIfBlocked(findings);
        return findings;
    }
}
