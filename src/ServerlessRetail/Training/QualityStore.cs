using ServerlessRetail.Datasets.Quality;
using ServerlessRetail.Models;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Training;

/// <summary>Quality reports: one a run, also of a rejected one, and for comparison the one beside each version.</summary>
internal sealed class QualityStore(DataStorage storage)
{
    /// <summary>A folder of the runs container; no model can have this name.</summary>
    public const string Folder = "_quality";

    public Task SaveAsync(RunRecord run, QualityReport report, CancellationToken cancellationToken) => storage.Runs
        .GetBlobClient($"{Folder}/{run.Model}/{run.Id}.json")
        .WriteJsonAsync(report, ModelJson.Default.QualityReport, conditions: null, cancellationToken);

    /// <returns>What the file of a version was like; null where it was not kept or cannot be read.</returns>
    public async Task<QualityReport?> ReadAsync(string model, string version, CancellationToken cancellationToken)
    {
        try
        {
            var blob = storage.Models.GetBlobClient($"{model}/versions/{version}/{ModelRegistry.QualityFile}");
            return (await blob.ReadJsonAsync(ModelJson.Default.QualityReport, cancellationToken))?.Value;
        }
        catch (InvalidDataException)
        {
            // Drift is told where it can be; a damaged report of old is no reason to fail.
            return null;
        }
    }
}
