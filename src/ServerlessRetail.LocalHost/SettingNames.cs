namespace ServerlessRetail.LocalHost;

/// <summary>The settings that the local host itself reads.</summary>
internal static class SettingNames
{
    public const string HostStorage = "AzureWebJobsStorage";
    public const string DataStorage = "DataStorage";
    public const string Urls = "urls";
    public const string Folder = "folder";
    public const string PartMegabytes = "partMegabytes";
}
