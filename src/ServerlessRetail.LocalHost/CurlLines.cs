using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using ServerlessRetail.Storage;

namespace ServerlessRetail.LocalHost;

/// <summary>Commands that a user can paste into bash to upload a file and to score a customer.</summary>
/// <param name="address">Where the local host answers, for example <c>http://127.0.0.1:7071</c>.</param>
/// <param name="storage">The storage that the local host watches.</param>
/// <param name="time">Tells when the permission in an upload line ends.</param>
internal sealed class CurlLines(Uri address, BlobServiceClient storage, TimeProvider time)
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(7);

    /// <summary>
    /// Uploads a file for a model to learn from: with curl into Azurite, whose account key everybody knows; with the Azure CLI and
    /// the user's own sign-in into a real account, whose keys must not be printed.
    /// </summary>
    /// <param name="model">The model's name, the first folder in the container.</param>
    /// <param name="file">Path of the file to upload.</param>
    public string Upload(string model, string file) => Put(ContainerNames.Datasets, model, file);

    /// <summary>The same for a file whose customers a model is to score.</summary>
    public string UploadToScore(string model, string file) => Put(ContainerNames.Scoring, model, file);

    /// <summary>Fetches the scores of a file.</summary>
    public string FetchScores(string model, string file)
    {
        var blob = $"{model}/{Path.GetFileName(file)}";
        return IsAzurite
            ? $"curl -sS -f -o scores.csv {Quote(Sign(ContainerNames.Scores, blob, BlobContainerSasPermissions.Read))}"
            : $"az storage blob download --auth-mode login --blob-url {Quote(UriOf(ContainerNames.Scores, blob).AbsoluteUri)} --file scores.csv";
    }

    /// <summary>Scores one customer.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="json">The customer as a JSON object.</param>
    public string Score(string model, string json)
    {
        var uri = new Uri(address, $"/api/models/{Uri.EscapeDataString(model)}/score");
        return $"curl -s {Quote(uri.AbsoluteUri)} -H 'content-type: application/json' -d {Quote(json)}";
    }

    private bool IsAzurite => storage.AccountName == AzuriteConnection.AccountName && storage.CanGenerateAccountSasUri;

    private string Put(string container, string model, string file)
    {
        var blob = $"{model}/{Path.GetFileName(file)}";
        return IsAzurite
            ? $"curl -sS -f -X PUT -H 'x-ms-blob-type: BlockBlob' -T {Quote(file)} {Quote(Sign(container, blob, BlobContainerSasPermissions.Create | BlobContainerSasPermissions.Write))}"
            : $"az storage blob upload --auth-mode login --overwrite --blob-url {Quote(UriOf(container, blob).AbsoluteUri)} --file {Quote(file)}";
    }

    private string Sign(string container, string blob, BlobContainerSasPermissions permissions)
    {
        // The permission is for the whole container, so that the same line does for other files.
        var sas = new BlobSasBuilder(permissions, time.GetUtcNow() + Validity)
        {
            BlobContainerName = container,
            Resource = "c",
        };
        var query = storage.GetBlobContainerClient(container).GenerateSasUri(sas).Query;
        return UriOf(container, blob).AbsoluteUri + query;
    }

    private Uri UriOf(string container, string blob)
    {
        var escaped = string.Join('/', blob.Split('/').Select(Uri.EscapeDataString));
        return new Uri($"{storage.GetBlobContainerClient(container).Uri.AbsoluteUri}/{escaped}");
    }

    /// <summary>Single quotes stop every expansion in bash; one inside ends, escapes and begins them again.</summary>
    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
