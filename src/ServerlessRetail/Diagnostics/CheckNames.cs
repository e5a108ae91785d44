namespace ServerlessRetail.Diagnostics;

/// <summary>Every check, by the name that output and documentation give it.</summary>
public static class CheckNames
{
    public const string Connection = "connection";
    public const string BlobService = "blobService";
    public const string QueueService = "queueService";
    public const string TableService = "tableService";
    public const string Containers = "containers";
    public const string BlobPermissions = "blobPermissions";
    public const string QueuePermissions = "queuePermissions";
    public const string Clock = "clock";
    public const string NativeLibraries = "nativeLibraries";
    public const string Triggers = "triggers";
    public const string Settings = "settings";
    public const string Models = "models";

    public const string LocalSettings = "localSettings";
    public const string DotNet = "dotnet";
    public const string Node = "node";
    public const string Azurite = "azurite";
    public const string CoreTools = "coreTools";
    public const string Port = "port";
    public const string DiskSpace = "diskSpace";

    public const string AppHealth = "appHealth";
    public const string AppReadiness = "appReadiness";
    public const string EventGrid = "eventGrid";
    public const string SystemKey = "systemKey";
}
