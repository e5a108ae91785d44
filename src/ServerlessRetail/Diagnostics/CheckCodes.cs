namespace ServerlessRetail.Diagnostics;

/// <summary>Every cause that a check can name; stable, programs may switch on them.</summary>
public static class CheckCodes
{
    public const string Timeout = "timeout";
    public const string Defect = "defect";

    // Settings of storage
    public const string ConnectionMissing = "connectionMissing";
    public const string ConnectionUnreadable = "connectionUnreadable";
    public const string BlobUriMissing = "blobUriMissing";
    public const string QueueUriMissing = "queueUriMissing";

    // Storage on the wire
    public const string Refused = "refused";
    public const string HostNotFound = "hostNotFound";
    public const string HttpsRequired = "httpsRequired";
    public const string HttpsNotSpoken = "httpsNotSpoken";
    public const string NotStorage = "notStorage";
    public const string ApiVersion = "apiVersion";
    public const string Unexpected = "unexpected";

    // Permission
    public const string WrongKey = "wrongKey";
    public const string KeysOff = "keysOff";
    public const string TokenExpired = "tokenExpired";
    public const string TokenRefused = "tokenRefused";
    public const string TokenTooNarrow = "tokenTooNarrow";
    public const string NotSignedIn = "notSignedIn";
    public const string RoleMissing = "roleMissing";
    public const string Firewall = "firewall";
    public const string AccountDisabled = "accountDisabled";
    public const string ContainerMissing = "containerMissing";
    public const string ClockSkewed = "clockSkewed";

    // The app
    public const string LibGompMissing = "libgompMissing";
    public const string LightGbmMissing = "lightGbmMissing";
    public const string BothTriggersOn = "bothTriggersOn";
    public const string BothTriggersOff = "bothTriggersOff";
    public const string SettingMisspelt = "settingMisspelt";
    public const string SettingUnknown = "settingUnknown";
    public const string ChampionUnusable = "championUnusable";

    // This computer
    public const string SettingsUnreadable = "settingsUnreadable";
    public const string ToolMissing = "toolMissing";
    public const string ToolTooOld = "toolTooOld";
    public const string PortTaken = "portTaken";
    public const string DiskFull = "diskFull";

    // A deployed app
    public const string KeyMissing = "keyMissing";
    public const string KeyRefused = "keyRefused";
    public const string AppNotFound = "appNotFound";
    public const string AppStopped = "appStopped";
    public const string AppBroken = "appBroken";
    public const string AppOtherRelease = "appOtherRelease";
    public const string AppNotReady = "appNotReady";
    public const string AzureCliFailed = "azureCliFailed";
    public const string SubscriptionMissing = "subscriptionMissing";
    public const string SubscriptionFailed = "subscriptionFailed";
    public const string SubscriptionFilter = "subscriptionFilter";
    public const string SystemKeyMissing = "systemKeyMissing";
}
