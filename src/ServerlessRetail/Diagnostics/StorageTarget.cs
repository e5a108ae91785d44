using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace ServerlessRetail.Diagnostics;

/// <summary>A storage account as a setting names it, to be asked without patience: no repeats, short waits.</summary>
/// <param name="Setting">The setting's name, for sentences.</param>
/// <param name="SignIn">How it lets us in.</param>
/// <param name="Blobs">Of the blob service.</param>
/// <param name="Queues">Of the queue service.</param>
/// <param name="Table">The table service's address, where there is one.</param>
/// <param name="Token">The shared access signature, if it is one.</param>
internal sealed record StorageTarget(
    string Setting, StorageSignIn SignIn, BlobServiceClient Blobs, QueueServiceClient Queues, Uri? Table, SharedAccessToken? Token)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    public string Account => Blobs.AccountName;

    /// <summary>Whether it is on this computer: Azurite.</summary>
    public bool IsLocal => Blobs.Uri.IsLoopback;

    public static T Impatient<T>(T options)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = AnswerLimit;
        return options;
    }
}

/// <summary>How storage is told who asks.</summary>
internal enum StorageSignIn
{
    /// <summary>With an account key.</summary>
    Key,

    /// <summary>With a shared access signature.</summary>
    Token,

    /// <summary>With an identity and its roles.</summary>
    Identity,
}
