using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace ServerlessRetail.Storage;

/// <summary>
/// Opens the account that a connection setting names, in the two forms that Azure Functions knows: a connection
/// string (<c>DataStorage</c>) or an identity (<c>DataStorage__blobServiceUri</c> with <c>__credential</c> and
/// <c>__clientId</c>).
/// </summary>
public static class StorageConnection
{
    /// <summary>The setting for the data; without it the host's own storage is used.</summary>
    public const string DataSetting = "DataStorage";

    /// <summary>The setting for the host's own storage.</summary>
    public const string HostSetting = "AzureWebJobsStorage";

    /// <exception cref="InvalidOperationException">Neither setting is there, or one cannot be understood.</exception>
    public static BlobServiceClient Open(IConfiguration configuration, Func<BlobClientOptions> createOptions) =>
        TryOpen(configuration, DataSetting, createOptions)
        ?? TryOpen(configuration, HostSetting, createOptions)
        ?? throw new InvalidOperationException(
            $"No storage is configured. Set {DataSetting} or {HostSetting} to a storage connection string, "
            + $"or {DataSetting}__blobServiceUri to the account's blob address.");

    private static BlobServiceClient? TryOpen(IConfiguration configuration, string setting, Func<BlobClientOptions> createOptions)
    {
        if (configuration[setting] is { Length: > 0 } connectionString)
            return OpenConnectionString(setting, connectionString, createOptions());

        var section = configuration.GetSection(setting);
        if (section["blobServiceUri"] is not { Length: > 0 } address)
            return null;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            throw new InvalidOperationException($"{setting}__blobServiceUri is not an absolute address: {address}");
        return new BlobServiceClient(uri, CreateCredential(section), createOptions());
    }

    private static BlobServiceClient OpenConnectionString(string setting, string connectionString, BlobClientOptions options)
    {
        try
        {
            return new BlobServiceClient(connectionString, options);
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

    /// <summary>Who signs in where a setting names an identity.</summary>
    internal static TokenCredential CreateCredential(IConfigurationSection section)
    {
        if (!string.Equals(section["credential"], "managedidentity", StringComparison.OrdinalIgnoreCase))
            return new DefaultAzureCredential();
        return new ManagedIdentityCredential(section["clientId"] is { Length: > 0 } clientId
            ? ManagedIdentityId.FromUserAssignedClientId(clientId)
            : ManagedIdentityId.SystemAssigned);
    }
}
