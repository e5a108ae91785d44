using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace ServerlessRetail.Storage;

/// <summary>
/// Opens the account that a connection setting names, in the two forms that Azure Functions knows: a connection
/// string (<c>DataStorage</c>) or an identity (<c>DataStorage__blobServiceUri</c> and <c>DataStorage__queueServiceUri</c>
/// with <c>__credential</c> and <c>__clientId</c>).
/// </summary>
public static class StorageConnection
{
    /// <summary>The setting for the data; without it the host's own storage is used.</summary>
    public const string DataSetting = "DataStorage";

    /// <summary>The setting for the host's own storage.</summary>
    public const string HostSetting = "AzureWebJobsStorage";

    /// <exception cref="InvalidOperationException">Neither setting is there, or one cannot be understood.</exception>
    public static BlobServiceClient Open(IConfiguration configuration, Func<BlobClientOptions> createOptions) => Open(
        configuration, "blobServiceUri",
        text => new BlobServiceClient(text, createOptions()),
        (address, credential) => new BlobServiceClient(address, credential, createOptions()));

    /// <summary>The queues of the same account.</summary>
    /// <exception cref="InvalidOperationException">Neither setting is there, or one cannot be understood.</exception>
    public static QueueServiceClient OpenQueues(IConfiguration configuration, Func<QueueClientOptions> createOptions) => Open(
        configuration, "queueServiceUri",
        text => new QueueServiceClient(text, createOptions()),
        (address, credential) => new QueueServiceClient(address, credential, createOptions()));

    /// <param name="addressKey">Name of the address, for example <c>blobServiceUri</c>.</param>
    private static T Open<T>(IConfiguration configuration, string addressKey, Func<string, T> openString, Func<Uri, TokenCredential, T> openAddress)
        where T : class =>
        TryOpen(configuration, DataSetting, addressKey, openString, openAddress)
        ?? TryOpen(configuration, HostSetting, addressKey, openString, openAddress)
        ?? throw new InvalidOperationException(
            $"No storage is configured. Set {DataSetting} or {HostSetting} to a storage connection string, "
            + $"or {DataSetting}__{addressKey} to the account's {addressKey.Replace("ServiceUri", "", StringComparison.Ordinal)} address.");

    private static T? TryOpen<T>(
        IConfiguration configuration, string setting, string addressKey, Func<string, T> openString, Func<Uri, TokenCredential, T> openAddress)
        where T : class
    {
        if (configuration[setting] is { Length: > 0 } connectionString)
            return OpenConnectionString(setting, connectionString, openString);

        var section = configuration.GetSection(setting);
        if (section[addressKey] is not { Length: > 0 } address)
            return null;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            throw new InvalidOperationException($"{setting}__{addressKey} is not an absolute address: {address}");
        return openAddress(uri, CreateCredential(section));
    }

    private static T OpenConnectionString<T>(string setting, string connectionString, Func<string, T> open)
    {
        try
        {
            return open(connectionString);
        }
        catch (FormatException exception)
        {
            // The value holds a key: it must not be repeated.
            throw new InvalidOperationException(
                $"{setting} is not a storage connection string. Copy it whole from the account's Access keys page, "
                + "or use UseDevelopmentStorage=true for Azurite.",
                exception);
        }
    }

    private static TokenCredential CreateCredential(IConfigurationSection section)
    {
        if (!string.Equals(section["credential"], "managedidentity", StringComparison.OrdinalIgnoreCase))
            return new DefaultAzureCredential();
        return new ManagedIdentityCredential(section["clientId"] is { Length: > 0 } clientId
            ? ManagedIdentityId.FromUserAssignedClientId(clientId)
            : ManagedIdentityId.SystemAssigned);
    }
}
