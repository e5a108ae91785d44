using System.Text.Json.Nodes;

namespace ServerlessRetail.IntegrationTests.Infra;

/// <summary>A committed snapshot: what a deployment with the parameters of one environment would make.</summary>
internal sealed class Snapshot
{
    private Snapshot(string environment) => Resources =
    [
        .. JsonNode.Parse(File.ReadAllText(Path.Combine(BicepCli.InfraFolder, "snapshots", $"main.{environment}.json")))!["predictedResources"]!
            .AsArray().Select(resource => resource!.AsObject()),
    ];

    internal static Snapshot Dev { get; } = new("dev");

    /// <summary>Has everything that can be had: network, authentication, alerts, a budget, an uploader.</summary>
    internal static Snapshot Prod { get; } = new("prod");

    internal IReadOnlyList<JsonObject> Resources { get; }

    /// <summary>What a deployment sets in the app.</summary>
    internal IReadOnlyDictionary<string, string> Settings => Single("Microsoft.Web/sites/config", "/appsettings")["properties"]!
        .AsObject().ToDictionary(setting => setting.Key, setting => (string)setting.Value!);

    internal static Snapshot Of(string environment) => environment == "dev" ? Dev : Prod;

    internal int Count(string type) => Resources.Count(resource => (string?)resource["type"] == type);

    /// <summary>The resources of one type; there has to be one, lest a check passes for want of anything to check.</summary>
    internal IReadOnlyList<JsonObject> OfType(string type)
    {
        var found = Resources.Where(resource => (string?)resource["type"] == type).ToList();

        Assert.NotEmpty(found);
        return found;
    }

    /// <summary>The one resource of a type whose name begins or ends as said.</summary>
    internal JsonObject Single(string type, string nameStartOrEnd = "") => OfType(type).Single(resource =>
        Name(resource).StartsWith(nameStartOrEnd, StringComparison.Ordinal) || Name(resource).EndsWith(nameStartOrEnd, StringComparison.Ordinal));

    private static string Name(JsonObject resource) => (string)resource["name"]!;
}
