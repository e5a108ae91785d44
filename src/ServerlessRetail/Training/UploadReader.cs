using System.Globalization;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Sentinels;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Training;

/// <summary>Reads one upload as it was when its run began, and sends the rows that are of no use to quarantine.</summary>
internal sealed class UploadReader(Upload upload, ModelSettings settings, RunRecorder recorder, DataStorage storage) : IAsyncDisposable
{
    private const int BufferBytes = 4 << 20;

    /// <summary>Share of the instance's memory that the table may take: fitting needs about as much again.</summary>
    private const double TableShare = 0.4;

    private readonly QuarantineWriter _quarantine = new(token => OpenQuarantineAsync(storage, recorder.Run, token));

    private ReadOptions Options { get; } = OptionsFor(settings);

    public ValueTask DisposeAsync() => _quarantine.DisposeAsync();

    /// <exception cref="RejectedException">The file cannot be used.</exception>
    /// <exception cref="Azure.RequestFailedException">404 or 412: the file was deleted or replaced since the run began.</exception>
    public async Task<Dataset> ReadAsync(CancellationToken cancellationToken)
    {
        await using var content = await OpenContentAsync(cancellationToken);
        try
        {
            var dataset = await DatasetReader.ReadAsync(content, Options, _quarantine, cancellationToken);
            foreach (var note in dataset.Notes)
                recorder.Warn(note.Code, note.Column, note.Detail);
            recorder.Update(run => run with { Dataset = run.Dataset with { Sha256 = dataset.Source.Sha256 } });
            return SentinelRule.Apply(dataset, settings);
        }
        finally
        {
            RecordQuarantine();
        }
    }

    /// <summary>Copies the rows that are of no use to quarantine: found only after reading, they are read once more.</summary>
    public async Task QuarantineUnusedAsync(Dataset dataset, LabelSchema label, LabeledRows rows, CancellationToken cancellationToken)
    {
        if (rows.Unlabeled.Count > 0)
        {
            recorder.Warn(QuarantineReasons.MissingLabel, label.Name, string.Create(
                CultureInfo.InvariantCulture, $"{rows.Unlabeled.Count} rows have no usable label and were left out."));
        }
        if (rows.Copies.Count > 0)
        {
            recorder.Warn(QuarantineReasons.DuplicateRow, null, string.Create(
                CultureInfo.InvariantCulture, $"{rows.Copies.Count} rows are exactly like an earlier one of the same customer and were left out."));
        }
        var reasons = rows.Unlabeled.ToDictionary(dataset.GetLine, _ => QuarantineReasons.MissingLabel);
        foreach (var row in rows.Copies)
            reasons.Add(dataset.GetLine(row), QuarantineReasons.DuplicateRow);
        if (reasons.Count == 0)
            return;
        await using var content = await OpenContentAsync(cancellationToken);
        await DatasetReader.QuarantineRowsAsync(content, Options, reasons, _quarantine, cancellationToken);
        RecordQuarantine();
    }

    internal static ReadOptions OptionsFor(ModelSettings settings) => new()
    {
        ColumnNames = settings.Columns,
        MaxQuarantinedShare = settings.MaxBadRows,
        MemoryBudgetBytes = settings.MemoryMegabytes is { } megabytes
            ? (long)megabytes << 20
            : (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * TableShare),
        MissingValues = settings.Missing,
        Sheet = settings.Sheet,
        TextColumns = [.. settings.Types.Where(type => type.Value != ColumnType.Numeric).Select(type => type.Key)],
    };

    private Task<Stream> OpenContentAsync(CancellationToken cancellationToken) => upload.Blob.OpenReadAsync(
        new BlobOpenReadOptions(allowModifications: false)
        {
            BufferSize = BufferBytes,
            Conditions = new BlobRequestConditions { IfMatch = upload.ETag },
        },
        cancellationToken);

    private void RecordQuarantine()
    {
        if (_quarantine.Total > 0)
            recorder.Update(run => run with { Quarantine = new Dictionary<string, int>(_quarantine.Counts) });
    }

    private static Task<Stream> OpenQuarantineAsync(DataStorage storage, RunRecord run, CancellationToken cancellationToken)
    {
        var options = new BlockBlobOpenWriteOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "text/csv" } };
        return storage.Quarantine.GetBlockBlobClient($"{run.Model}/{run.Id}.csv").OpenWriteAsync(overwrite: true, options, cancellationToken);
    }
}
