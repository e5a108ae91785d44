using System.Text.Json;

namespace ServerlessRetail.Deploy.Steps;

/// <summary>Asks the app whether it can do its work: its settings, storage and permissions, as it sees them.</summary>
internal sealed class CheckReadiness : IStep
{
    private const int Attempts = 20;

    public string Title => "The app's own checks";

    public async Task RunAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        using var app = await AppClient.OpenAsync(deployment, cancellationToken);
        JsonElement? last = null;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            last = await app.FindReadinessAsync(cancellationToken);
            if (last?.GetProperty("status").GetString() == "ready")
            {
                deployment.Say($"    release {last.Value.GetProperty("release").GetString()} is ready");
                return;
            }
            deployment.Say($"    {(last is null ? "no answer yet" : $"not ready yet: {string.Join(", ", Failed(last.Value).Select(check => Text(check, "code")))}")}, attempt {attempt} of {Attempts}");
            if (attempt < Attempts)
                await Task.Delay(deployment.Options.Pause, deployment.Time, cancellationToken);
        }

        var causes = last is { } readiness
            ? string.Concat(Failed(readiness).Select(check => $"{Environment.NewLine}  {Text(check, "name")} ({Text(check, "code")}): {Text(check, "detail")}{Environment.NewLine}    {Text(check, "remedy")}"))
            : " It does not answer at all: 'az functionapp function list' must show TrainModel; if not, the code is not deployed or does not start.";
        throw new DeployException($"The app is not ready (AppNotReady).{causes}{Environment.NewLine}Then run 'finish'.");
    }

    private static IEnumerable<JsonElement> Failed(JsonElement readiness) =>
        readiness.GetProperty("checks").EnumerateArray().Where(check => Text(check, "state") == "failed");

    private static string? Text(JsonElement check, string name) => check.TryGetProperty(name, out var text) ? text.GetString() : null;
}
