using System.Net.Sockets;
using Azure;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace ServerlessRetail.LocalHost;

/// <summary>Finds out what listens on the port of Azurite's blob service, by a signed request of the storage SDK.</summary>
internal static class AzuriteProbe
{
    private const string Remedy = "stop it, or set AzureWebJobsStorage to the connection string of a storage account.";

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <param name="blobPort">A port on loopback.</param>
    /// <param name="cancellationToken">Ends the wait for an answer.</param>
    public static async Task<AzuriteVerdict> AskAsync(int blobPort, CancellationToken cancellationToken)
    {
        // A proxy for the internet does not know this machine's loopback.
        using var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = AnswerLimit };
        using var transport = new HttpClientTransport(new HttpClient(handler));
        var options = new BlobClientOptions { Transport = transport };
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = AnswerLimit;
        var client = new BlobServiceClient(AzuriteConnection.Create(blobPort, blobPort, blobPort), options);

        try
        {
            var answer = await client.GetPropertiesAsync(cancellationToken);
            return Judge(blobPort, answer.GetRawResponse(), errorCode: null);
        }
        catch (RequestFailedException exception) when (exception.GetRawResponse() is { } response)
        {
            return Judge(blobPort, response, exception.ErrorCode);
        }
        catch (Exception exception) when (IsRefused(exception))
        {
            return new AzuriteVerdict(AzuriteState.Absent, $"Nothing listens on port {blobPort}.");
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // No answer, no HTTP, or none that the SDK understands: whatever it is, it is no blob service.
            return Foreign(blobPort);
        }
    }

    private static AzuriteVerdict Judge(int port, Response response, string? errorCode)
    {
        if (!response.Headers.TryGetValue("Server", out var server) || !server.StartsWith("Azurite-Blob/", StringComparison.OrdinalIgnoreCase))
            return Foreign(port);

        var name = server.Replace("Azurite-Blob/", "Azurite ", StringComparison.OrdinalIgnoreCase);
        if (!response.IsError)
            return new AzuriteVerdict(AzuriteState.Usable, $"{name} answers on port {port}.");

        return new AzuriteVerdict(AzuriteState.Refusing, errorCode == "InvalidHeaderValue"
            ? $"{name} on port {port} refuses this version of the storage protocol; start it with --skipApiVersionCheck, {Remedy}"
            : $"{name} on port {port} does not let its well-known account in ({errorCode}); start it without accounts of its own (AZURITE_ACCOUNTS), {Remedy}");
    }

    private static AzuriteVerdict Foreign(int port) =>
        new(AzuriteState.Foreign, $"Port {port}, which Azurite needs, is in use by another program; {Remedy}");

    private static bool IsRefused(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
                return true;
        }

        return false;
    }
}

/// <summary>What was found on the port.</summary>
/// <param name="State">Decides what to do.</param>
/// <param name="Sentence">Says it to the user, with the remedy where there must be one.</param>
internal sealed record AzuriteVerdict(AzuriteState State, string Sentence);

internal enum AzuriteState
{
    /// <summary>Nothing listens: Azurite can be started there.</summary>
    Absent,

    /// <summary>An Azurite that can be used as it is.</summary>
    Usable,

    /// <summary>An Azurite that answers requests of this storage SDK with an error.</summary>
    Refusing,

    /// <summary>Some other program.</summary>
    Foreign,
}
