using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Diagnostics;

/// <summary>What a connection setting says, in the forms of <see cref="StorageConnection"/>.</summary>
/// <param name="Target">The account; null where the setting cannot be used.</param>
/// <param name="Verdict">What there is to say of the setting itself.</param>
internal sealed record StorageSetting(StorageTarget? Target, CheckResult Verdict)
{
    public static StorageSetting Read(IConfiguration configuration, string setting)
    {
        if (configuration[setting] is { } text && !string.IsNullOrWhiteSpace(text))
            return ReadConnectionString(setting, text);

        var section = configuration.GetSection(setting);
        return section["blobServiceUri"] is { Length: > 0 } || section.GetChildren().Any(child => !string.IsNullOrWhiteSpace(child.Value))
            ? ReadIdentity(setting, section)
            : Unusable(CheckResult.Failed(
                CheckCodes.ConnectionMissing, $"{setting} is not set, neither as a connection string nor as {setting}__blobServiceUri.",
                $"Set {setting} to UseDevelopmentStorage=true for Azurite, or to what this prints: "
                + "az storage account show-connection-string --name <account> --query connectionString --output tsv"));
    }

    private static StorageSetting ReadConnectionString(string setting, string text)
    {
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .DistinctBy(part => part[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        if (parts.ContainsKey("BlobEndpoint") && !parts.ContainsKey("QueueEndpoint") && !parts.ContainsKey("DefaultEndpointsProtocol"))
        {
            return Unusable(CheckResult.Failed(
                CheckCodes.QueueUriMissing, $"The connection string in {setting} names a BlobEndpoint and no QueueEndpoint; the blob trigger needs both.",
                $"Add QueueEndpoint=https://<account>.queue.core.windows.net; to {setting}, or copy the whole connection string again."));
        }

        try
        {
            var blobs = new BlobServiceClient(text, StorageTarget.Impatient(new BlobClientOptions()));
            var queues = new QueueServiceClient(text, StorageTarget.Impatient(new QueueClientOptions()));
            var token = parts.TryGetValue("SharedAccessSignature", out var query) ? SharedAccessToken.Find(query) : null;
            var table = parts.TryGetValue("TableEndpoint", out var address) && Uri.TryCreate(address, UriKind.Absolute, out var given)
                ? given
                : Sibling(blobs.Uri, "table", 2);
            var target = new StorageTarget(setting, token is null ? StorageSignIn.Key : StorageSignIn.Token, blobs, queues, table, token);
            return new StorageSetting(target, Describe(target));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or UriFormatException)
        {
            return Unusable(CheckResult.Failed(
                CheckCodes.ConnectionUnreadable, $"{setting} is not a storage connection string.",
                "Copy it whole, in quotation marks because of its semicolons: "
                + "az storage account show-connection-string --name <account> --query connectionString --output tsv"));
        }
    }

    private static StorageSetting ReadIdentity(string setting, IConfigurationSection section)
    {
        if (Address(section, "blobServiceUri") is not { } blob)
        {
            return Unusable(CheckResult.Failed(
                CheckCodes.BlobUriMissing, $"{setting} names an identity and no usable {setting}__blobServiceUri.",
                $"Set {setting}__blobServiceUri=https://<account>.blob.core.windows.net and {setting}__queueServiceUri=https://<account>.queue.core.windows.net."));
        }
        if (Address(section, "queueServiceUri") is not { } queue)
        {
            return Unusable(CheckResult.Failed(
                CheckCodes.QueueUriMissing, $"{setting}__blobServiceUri is set and {setting}__queueServiceUri is not, or is no address; the blob trigger keeps its messages in queues.",
                $"Set {setting}__queueServiceUri=https://<account>.queue.core.windows.net.") with
            { Account = blob.Host.Split('.')[0] });
        }

        if (SharedAccessToken.Find(blob.Query + queue.Query) is not null)
        {
            return Unusable(CheckResult.Failed(
                CheckCodes.ConnectionUnreadable, $"The addresses in {setting}__blobServiceUri and __queueServiceUri hold a shared access signature; an identity is wanted there.",
                $"Leave out everything from the question mark on, or put a connection string with SharedAccessSignature= into {setting}."));
        }

        var credential = StorageConnection.CreateCredential(section);
        var target = new StorageTarget(
            setting, StorageSignIn.Identity,
            new BlobServiceClient(blob, credential, StorageTarget.Impatient(new BlobClientOptions())),
            new QueueServiceClient(queue, credential, StorageTarget.Impatient(new QueueClientOptions())),
            Address(section, "tableServiceUri") ?? Sibling(blob, "table", 2), Token: null);
        return new StorageSetting(target, Describe(target));
    }

    private static CheckResult Describe(StorageTarget target) => CheckResult.Ok($"{target.Setting} has {target.SignIn switch
    {
        StorageSignIn.Key => "an account key",
        StorageSignIn.Token => "a shared access signature",
        _ => "an identity",
    }} and names blobs and queues.") with
    { Place = target.Blobs.Uri.Authority };

    private static Uri? Address(IConfigurationSection section, string name) =>
        Uri.TryCreate(section[name], UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    /// <summary>The address of another service of the same account: another word in Azure, another port in Azurite.</summary>
    private static Uri? Sibling(Uri blob, string service, int portOffset)
    {
        if (blob.IsLoopback)
            return new UriBuilder(blob) { Port = blob.Port + portOffset, Query = "" }.Uri;
        return blob.Host.Contains(".blob.", StringComparison.Ordinal)
            ? new UriBuilder(blob) { Host = blob.Host.Replace(".blob.", $".{service}.", StringComparison.Ordinal), Query = "" }.Uri
            : null;
    }

    private static StorageSetting Unusable(CheckResult verdict) => new(null, verdict);
}
