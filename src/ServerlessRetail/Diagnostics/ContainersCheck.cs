using Azure;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Diagnostics;

/// <summary>Whether the containers are there. The app makes those it writes to; into a missing one nobody can upload.</summary>
internal sealed class ContainersCheck(StorageProbe probe) : StorageCheck(CheckNames.Containers, probe)
{
    private static readonly string[] OfUploads = [ContainerNames.Datasets, ContainerNames.Scoring];

    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if ((await Probe.BlobsAsync(cancellationToken)).Fault is not null)
            return WaitsFor(CheckNames.BlobService);

        var missing = new List<string>();
        foreach (var name in ContainerNames.All)
        {
            try
            {
                if (!await Target.Blobs.GetBlobContainerClient(name).ExistsAsync(cancellationToken))
                    missing.Add(name);
            }
            catch (RequestFailedException exception) when (exception.Status == 403)
            {
                return Probe.Diagnosis.NotPermitted("look for containers", "blob") with { State = CheckState.Warning };
            }
        }

        if (missing.Count == 0)
            return CheckResult.Ok($"All {ContainerNames.All.Count} are there.");
        var isUpload = missing.Exists(name => OfUploads.Contains(name, StringComparer.Ordinal));
        return new CheckResult(
            isUpload ? CheckState.Failed : CheckState.Warning,
            $"Missing: {string.Join(", ", missing)}. {(isUpload ? "Nobody can upload until they are made." : "The app makes them with the first training.")}",
            CheckCodes.ContainerMissing,
            string.Join("; ", missing.Select(Create)))
        { Account = Target.Account };
    }

    private string Create(string container) => "az storage container create --name " + container + (Target.IsLocal
        ? " --connection-string UseDevelopmentStorage=true (or start the local host once)"
        : Target.SignIn == StorageSignIn.Key ? " --account-name <account>" : " --auth-mode login --account-name <account>");
}
