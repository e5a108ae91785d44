using System.Globalization;
using System.Net;
using System.Text.Json;
using ServerlessRetail.Diagnostics;
using ServerlessRetail.Http;

namespace ServerlessRetail.LocalHost.Doctor;

/// <summary>The ports that the local host and Azurite listen on.</summary>
internal static class PortChecks
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1);

    /// <param name="urls">Where the local host listens, separated by semicolons.</param>
    /// <param name="azurite">What was found on the port of Azurite's blobs; null where Azurite is not needed.</param>
    public static IReadOnlyList<ICheck> Create(string urls, AzuriteVerdict? azurite, HttpClient http)
    {
        var checks = new List<ICheck>();
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            checks.Add(new FoundCheck(CheckNames.Port, url, token => JudgeUrlAsync(url, http, token)));
        if (azurite is not null)
        {
            checks.Add(new FoundCheck(CheckNames.Port, Name(AzuriteOptions.DefaultBlobPort), JudgeBlobs(azurite)));

            // Where Azurite has blobs, its other services are asked as storage.
            if (azurite.State == AzuriteState.Absent)
                checks.AddRange(new[] { AzuriteOptions.DefaultQueuePort, AzuriteOptions.DefaultTablePort }.Select(port => new FoundCheck(CheckNames.Port, Name(port), JudgeFree(port))));
        }
        return checks;
    }

    internal static CheckResult JudgeFree(int port) => PortCheck.IsFree(IPAddress.Loopback, port)
        ? CheckResult.Ok("Free.")
        : Taken($"Port {port}, which Azurite needs, is in use by another program.", "stop that, or set AzureWebJobsStorage to a connection string", port);

    private static CheckResult JudgeBlobs(AzuriteVerdict azurite) => azurite.State switch
    {
        AzuriteState.Absent => CheckResult.Ok("Free."),
        AzuriteState.Foreign => Taken(azurite.Sentence, "stop that, or set AzureWebJobsStorage to a connection string", AzuriteOptions.DefaultBlobPort),
        _ => CheckResult.Ok("An Azurite answers."),
    };

    private static async Task<CheckResult> JudgeUrlAsync(string url, HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            PortCheck.Verify(url);
            return CheckResult.Ok("Free.");
        }
        catch (StartupException exception)
        {
            if (await FindReleaseAsync(url, http, cancellationToken) is { } release)
                return CheckResult.Ok($"ServerlessRetail {release} serves there already.");
            var parts = exception.Message.Split("; ", 2);
            if (!exception.Message.StartsWith("Port ", StringComparison.Ordinal))
                return CheckResult.Failed(CheckCodes.SettingsUnreadable, $"{parts[0]}.", parts.ElementAtOrDefault(1) ?? "");
            return Taken($"{parts[0]}.", parts.ElementAtOrDefault(1) ?? "", BindingAddress.Parse(url).Port);
        }
    }

    /// <summary>What a local host, or Core Tools, tells of itself.</summary>
    private static async Task<string?> FindReleaseAsync(string url, HttpClient http, CancellationToken cancellationToken)
    {
        // Whatever listens there may never answer; on this computer nobody needs long.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(AnswerLimit);
        try
        {
            using var health = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{url.TrimEnd('/')}/{Routes.Prefix}/{Routes.Health}"), patience.Token));
            return health.RootElement.GetProperty("release").GetString();
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or UriFormatException or KeyNotFoundException or InvalidOperationException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private static CheckResult Taken(string cause, string remedy, int port) => CheckResult.Failed(
        CheckCodes.PortTaken, cause, string.Create(CultureInfo.InvariantCulture,
            $"See which program it is, {(OperatingSystem.IsWindows() ? $"netstat -ano | findstr :{port}" : $"ss -ltnp 'sport = :{port}'")}; {remedy}"));

    private static string Name(int port) => port.ToString(CultureInfo.InvariantCulture);
}
