namespace Microsoft.Azure.Functions.Worker;

internal enum BlobTriggerSource
{
    LogsAndContainerScan,
    EventGrid,
}
