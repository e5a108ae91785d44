using ServerlessRetail.Storage;

namespace ServerlessRetail.Diagnostics;

/// <summary>Settings that somebody reads: the app, or the Functions host around it.</summary>
public static class KnownSettings
{
    /// <summary>Of the app; local.settings.sample.json has them all.</summary>
    public static IReadOnlyList<string> OfApp { get; } =
    [
        StorageConnection.HostSetting, StorageConnection.DataSetting,
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "FUNCTIONS_WORKER_RUNTIME",
        .. TriggersCheck.Pairs.SelectMany(pair => new[] { TriggersCheck.SettingOf(pair.Events), TriggersCheck.SettingOf(pair.Polling) }),
    ];

    /// <summary>Members of a connection by identity, after the setting's name and two underscores.</summary>
    internal static IReadOnlyList<string> OfConnection { get; } =
        ["blobServiceUri", "queueServiceUri", "tableServiceUri", "credential", "clientId", "accountName", "managedIdentityResourceId", "tenantId", "clientSecret"];

    /// <summary>Of the host, the platform and Application Insights, as far as they begin like ours.</summary>
    internal static IReadOnlyList<string> OfHost { get; } =
    [
        "AZURE_CLIENT_ID", "AZURE_FUNCTIONS_ENVIRONMENT",
        "AzureWebJobsDashboard", "AzureWebJobsDisableHomepage", "AzureWebJobsDotNetReleaseCompilation", "AzureWebJobsFeatureFlags",
        "AzureWebJobsKubernetesSecretName", "AzureWebJobsScriptRoot", "AzureWebJobsSecretStorageType", "AzureWebJobsSecretStorageSas", "AzureWebJobs_ExtensionBundle",
        "APPLICATIONINSIGHTS_ENABLE_AGENT", "APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "APPLICATIONINSIGHTS_ROLE_NAME", "APPLICATIONINSIGHTS_SAMPLING_PERCENTAGE",
        "APPINSIGHTS_INSTRUMENTATIONKEY",
        "FUNCTIONS_APPLICATION_DIRECTORY", "FUNCTIONS_CORETOOLS_ENVIRONMENT", "FUNCTIONS_EXTENSION_VERSION", "FUNCTIONS_INPROC_NET8_ENABLED", "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT",
        "FUNCTIONS_LOGS_MOUNT_PATH", "FUNCTIONS_SECRETS_PATH", "FUNCTIONS_TIMEZONE", "FUNCTIONS_URI", "FUNCTIONS_WORKER_DIRECTORY", "FUNCTIONS_WORKER_ID",
        "FUNCTIONS_WORKER_PROCESS_COUNT", "FUNCTIONS_WORKER_REQUESTID", "FUNCTIONS_WORKER_RUNTIME_VERSION", "FUNCTIONS_GRPC_MAX_MESSAGE_LENGTH",
        "FUNCTIONS_NODE_BLOCK_ON_ENTRY_POINT_ERROR", "FUNCTIONS_V2_COMPATIBILITY_MODE",
    ];

    /// <summary>What begins like this is read by .NET, Azure's libraries or the platform.</summary>
    internal static IReadOnlyList<string> PrefixesOfOthers { get; } = ["ASPNETCORE_", "AZURE_", "DOTNET_", "Logging__", "OTEL_", "WEBSITE_"];

    /// <summary>What begins like this is meant for the app or its host.</summary>
    internal static IReadOnlyList<string> Prefixes { get; } = [StorageConnection.HostSetting, "AzureWebJobs", StorageConnection.DataSetting, "APPLICATIONINSIGHTS_", "FUNCTIONS_"];
}
