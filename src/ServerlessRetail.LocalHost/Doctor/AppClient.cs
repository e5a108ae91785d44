using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessRetail.Diagnostics;
using ServerlessRetail.Http;

namespace ServerlessRetail.LocalHost.Doctor;

/// <summary>Asks a deployed app how it is.</summary>
/// <param name="app">Its address, without a path.</param>
/// <param name="key">A function key; null: none is sent.</param>
internal sealed class AppClient(Uri app, string? key, HttpClient http)
{
    private const string ShowKey = "az functionapp keys list --resource-group <group> --name <app> --query functionKeys.default --output tsv";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public async Task<CheckResult> JudgeHealthAsync(CancellationToken cancellationToken)
    {
        var (view, fault) = await AskAsync<HealthView>(Routes.Health, cancellationToken);
        var result = view switch
        {
            null => fault!,
            { Release: var release } when release != Release.Version => CheckResult.Warning(
                CheckCodes.AppOtherRelease, $"The app is release {release}, this is {Release.Version}.", "Deploy again, or look with the doctor of the app's release."),
            { Status: not "healthy" } => CheckResult.Warning(
                CheckCodes.ChampionUnusable, $"The app is {view.Status}: {string.Join(", ", view.Models.Where(model => model.Error is not null).Select(model => model.Model))} cannot be loaded, and an earlier version serves.",
                "Upload the model's dataset again to train it anew."),
            _ => CheckResult.Ok($"Release {view.Release} is healthy, {view.Models.Count} models in memory."),
        };
        return result with { Place = app.Authority };
    }

    /// <summary>What the app found out about itself, as parts.</summary>
    public async Task<CheckResult> JudgeReadinessAsync(CancellationToken cancellationToken)
    {
        var (view, fault) = await AskAsync<ReadinessView>(Routes.GetReadiness, cancellationToken);
        if (view is null)
        {
            return fault!.Code == CheckCodes.AppNotFound
                ? CheckResult.Warning(CheckCodes.AppOtherRelease, $"The app has no /{Routes.Prefix}/{Routes.GetReadiness}: it is of an earlier release, or appHealth fails too.", "Deploy this release.")
                : CheckResult.Skipped($"Not looked at: {CheckNames.AppHealth} comes first.");
        }

        var parts = view.Checks.Select(check => new CheckReport(
            check.Name, check.Subject, new CheckResult(check.State, check.Detail, check.Code, check.Remedy), TimeSpan.Zero)).ToList();
        var failed = parts.Where(part => part.Result.State == CheckState.Failed).Select(part => part.Name).Distinct().ToList();
        var result = failed.Count == 0
            ? CheckResult.Ok("The app is ready.")
            : CheckResult.Failed(CheckCodes.AppNotReady, $"The app says that it is not ready: {string.Join(", ", failed)}.", "Mend what its own checks name, below.");
        return result with { Place = app.Authority, Parts = parts };
    }

    private async Task<(T? View, CheckResult? Fault)> AskAsync<T>(string route, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app, $"/{Routes.Prefix}/{route}"));
            if (key is not null)
                request.Headers.TryAddWithoutValidation("x-functions-key", key);
            using var response = await http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            var isView = response.StatusCode == HttpStatusCode.OK || (response.StatusCode == HttpStatusCode.ServiceUnavailable && route == Routes.GetReadiness);
            return isView && TryRead<T>(body) is { } view ? (view, null) : (null, Explain(response.StatusCode));
        }
        catch (HttpRequestException exception)
        {
            return (null, ExplainSilence(exception));
        }
    }

    private static T? TryRead<T>(string body)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("release", out _)
                ? document.RootElement.Deserialize<T>(Json)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private CheckResult Explain(HttpStatusCode status) => (int)status switch
    {
        401 when key is null => CheckResult.Failed(
            CheckCodes.KeyMissing, "The app asks for a function key, and none was given.", $"Give it with --key, or in {DoctorOptions.KeyVariable}; this prints it: {ShowKey}"),
        401 => CheckResult.Failed(
            CheckCodes.KeyRefused, "The app does not accept this key: it is another app's, mistyped, or renewed since.", $"This prints the key: {ShowKey}"),
        403 => CheckResult.Failed(
            CheckCodes.AppStopped, "The app lets nobody in: it is stopped, or its access restrictions do not name this network.",
            "az functionapp show --resource-group <group> --name <app> --query state; if it is Stopped: az functionapp start --resource-group <group> --name <app>; else: az functionapp config access-restriction show --resource-group <group> --name <app>"),
        200 or 404 => CheckResult.Failed(
            CheckCodes.AppNotFound, $"Something answers, and has no /{Routes.Prefix}/{Routes.Health}: the code is not deployed, or it is another site.",
            "az functionapp function list --resource-group <group> --name <app> --query \"[].name\" must list Health; if not, deploy the code again: docs/deploy.md, step 2"),
        >= 500 => CheckResult.Failed(
            CheckCodes.AppBroken, $"The app answers {(int)status}: its host or worker does not start.",
            "Its log says why: az webapp log tail --resource-group <group> --name <app>; often a setting that the app needs is missing."),
        _ => CheckResult.Failed(
            CheckCodes.Unexpected, $"The app answers {(int)status}.", "Compare the address with: az functionapp list --query \"[].defaultHostName\" --output tsv"),
    };

    private static CheckResult ExplainSilence(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => CheckResult.Failed(
            CheckCodes.HostNotFound, "There is no host of this name: the app is misspelt or deleted, or this network's DNS does not know it.",
            "Compare the address with: az functionapp list --query \"[].defaultHostName\" --output tsv"),
        HttpRequestError.ConnectionError => CheckResult.Failed(
            CheckCodes.Refused, "Nothing listens at this address.", "Compare address and port; the local host has to run: dotnet run --project src/ServerlessRetail.LocalHost"),
        HttpRequestError.SecureConnectionError => CheckResult.Failed(
            CheckCodes.HttpsNotSpoken, "No trusted TLS is spoken at this address.", "Write http:// for a local host; else look whether a proxy stands between."),
        _ => CheckResult.Failed(
            CheckCodes.Unexpected, "What answers at this address does not speak HTTP as it should.", "Compare address and port."),
    };
}
