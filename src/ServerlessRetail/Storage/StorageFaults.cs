using Azure;

namespace ServerlessRetail.Storage;

/// <summary>Tells a storage service that is out of reach or refuses from a defect in the program.</summary>
public static class StorageFaults
{
    /// <summary>The SDK gathers repeated connection failures in an <see cref="AggregateException"/>.</summary>
    public static bool IsStorageFault(this Exception exception) => exception switch
    {
        RequestFailedException => true,
        AggregateException aggregate => aggregate.InnerExceptions.All(inner => inner.IsStorageFault() || inner is IOException or HttpRequestException or TaskCanceledException),
        _ => false,
    };
}
