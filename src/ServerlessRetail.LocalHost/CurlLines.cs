using Azure.Storage.Blobs;
using Azure.Storage.Sas;

namespace ServerlessRetail.LocalHost;

/// <summary>Commands that a user can paste into bash to upload a file and to score a customer.</summary>
/// <param name="address">Where the local host answers, for example <c>http://127.0.0.1:7071</c>.</param>
/// <param name="storage">The storage that the local host watches.</param>
/// <param name="time">Tells when the permission in an upload line ends.</param>
internal sealed class CurlLines(Uri address, BlobServiceClient storage, TimeProvider time)
{
    private const string Container = "datasets";

    private static readonly TimeSpan Validity = TimeSpan.FromDays(7);

    /// <summary>
    /// Uploads a file for a model: with curl into Azurite, whose account key everybody knows; with the Azure CLI and
    /// the user's own sign-in into a real account, whose keys must not be printed.
    /// </summary>
    /// <param name="model">The model's name, the first folder in the container.</param>
    /// <param name="file">Path of the file to upload.</param>
    public string Upload(string model, string file)
    {
        var blob = $"{model}/{Path.GetFileName(file)}";
        return storage.AccountName == AzuriteConnection.AccountName && storage.CanGenerateAccountSasUri
            ? $"curl -sS -f -X PUT -H 'x-ms-blob-type: BlockBlob' -T {Quote(file)} {Quote(Sign(blob))}"
            : $"az storage blob upload --auth-mode login --overwrite --blob-url {Quote(UriOf(blob).AbsoluteUri)} --file {Quote(file)}";
    }

    /// <summary>Scores one customer.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="json">The customer as a JSON object.</param>
    public string Score(string model, string json)
    {
        var uri = new Uri(address, $"/api/models/{Uri.EscapeDataString(model)}/score");
        return $"curl -s {Quote(uri.AbsoluteUri)} -H 'content-type: application/json' -d {Quote(json)}";
    }

    private string Sign(string blob)
    {
        // The permission is for the whole container, so that other files can go up with the same line.
        var sas = new BlobSasBuilder(BlobContainerSasPermissions.Create | BlobContainerSasPermissions.Write, time.GetUtcNow() + Validity)
        {
            BlobContainerName = Container,
            Resource = "c",
        };
        var query = storage.GetBlobContainerClient(Container).GenerateSasUri(sas).Query;
        return UriOf(blob).AbsoluteUri + query;
    }

    private Uri UriOf(string blob)
    {
        var escaped = string.Join('/', blob.Split('/').Select(Uri.EscapeDataString));
        return new Uri($"{storage.GetBlobContainerClient(Container).Uri.AbsoluteUri}/{escaped}");
    }

    /// <summary>Single quotes stop every expansion in bash; one inside ends, escapes and begins them again.</summary>
    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
