using ServerlessRetail.Diagnostics;

namespace ServerlessRetail.LocalHost.Doctor;

/// <summary>The checks of a deployed app.</summary>
internal static class AppChecks
{
    /// <param name="app">The app's address, without a path.</param>
    /// <param name="key">A function key; null: none is sent.</param>
    public static IReadOnlyList<ICheck> Create(Uri app, string? key, HttpClient http, DoctorEnvironment environment)
    {
        var client = new AppClient(app, key, http);
        var azure = new AzureApp(app, environment);
        return
        [
            new FoundCheck(CheckNames.AppHealth, subject: null, client.JudgeHealthAsync),
            new FoundCheck(CheckNames.AppReadiness, subject: null, client.JudgeReadinessAsync),
            new FoundCheck(CheckNames.SystemKey, subject: null, azure.JudgeSystemKeyAsync),
            new FoundCheck(CheckNames.EventGrid, subject: null, azure.JudgeSubscriptionAsync),
        ];
    }
}
