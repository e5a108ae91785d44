namespace ServerlessRetail.LocalHost;

/// <summary>How to start Azurite.</summary>
internal sealed record AzuriteOptions
{
    public const int DefaultBlobPort = 10000;
    public const int DefaultQueuePort = 10001;
    public const int DefaultTablePort = 10002;

    /// <summary>Where <see cref="AzuriteInstaller"/> put it.</summary>
    public required string InstallFolder { get; init; }

    /// <summary>Where blobs, queues, tables and the log are kept; null: in memory, gone when it stops.</summary>
    public string? DataFolder { get; init; }

    /// <summary>0: any free port.</summary>
    public int BlobPort { get; init; } = DefaultBlobPort;

    /// <summary>0: any free port.</summary>
    public int QueuePort { get; init; } = DefaultQueuePort;

    /// <summary>0: any free port.</summary>
    public int TablePort { get; init; } = DefaultTablePort;

    /// <summary>How long it may take to answer. It needs about two seconds on an idle machine.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(60);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Free ports, nothing on disk: what tests want.</summary>
    public static AzuriteOptions InMemory(string installFolder) =>
        new() { InstallFolder = installFolder, BlobPort = 0, QueuePort = 0, TablePort = 0 };
}
