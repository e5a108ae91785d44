namespace ServerlessRetail.LocalHost.Doctor;

/// <summary>What <c>doctor</c> was told. Its options are no settings: a variable called <c>app</c> means something else.</summary>
/// <param name="Connection">A connection string, or the name of a setting; null: what the settings name.</param>
/// <param name="App">A deployed app's address, without a path; null: this computer is looked at.</param>
/// <param name="Key">A function key of that app.</param>
internal sealed record DoctorOptions(string? Connection, Uri? App, string? Key, bool IsJson)
{
    public const string ConnectionName = "connection";
    public const string AppName = "app";
    public const string KeyName = "key";
    public const string Json = "json";

    /// <summary>For the key, which on a command line every user of the computer can see.</summary>
    public const string KeyVariable = "SERVERLESSRETAIL_KEY";

    public static IReadOnlyList<string> Names { get; } = [ConnectionName, AppName, KeyName, Json];

    /// <exception cref="StartupException">The address is none, or two things are asked for at once.</exception>
    public static DoctorOptions Read(IReadOnlyDictionary<string, string?> given, DoctorEnvironment environment)
    {
        var connection = given.GetValueOrDefault(ConnectionName);
        var app = given.GetValueOrDefault(AppName);
        if (connection is not null && app is not null)
            throw new StartupException("doctor looks at a storage or at an app: give --connection or --app, not both.");

        var key = given.GetValueOrDefault(KeyName) ?? environment.Variables.GetValueOrDefault(KeyVariable);
        return new DoctorOptions(connection, app is null ? null : ParseApp(app), string.IsNullOrWhiteSpace(key) ? null : key.Trim(), given.ContainsKey(Json));
    }

    private static Uri ParseApp(string text)
    {
        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new StartupException("--app needs the address of an app: --app https://<app>.azurewebsites.net");
        return new Uri(uri.GetLeftPart(UriPartial.Authority));
    }
}
