using System.Text.Json.Nodes;

namespace ServerlessRetail.IntegrationTests.Infra;

/// <summary>The ARM template that a Bicep file compiles to, modules included.</summary>
internal sealed class CompiledTemplate(JsonObject root)
{
    // One run of Bicep for all files: it takes longer to start than to build.
    private static readonly Lazy<Task<Dictionary<string, CompiledTemplate>>> Built = new(BuildAllAsync);

    internal JsonObject Parameters => root["parameters"]?.AsObject() ?? [];

    internal JsonObject Variables => root["variables"]?.AsObject() ?? [];

    /// <summary>Every resource of the template and its modules; the modules themselves are left out.</summary>
    internal IReadOnlyList<JsonObject> Resources { get; } =
        [.. Templates(root).SelectMany(ResourcesOf).Where(resource => (string?)resource["type"] != "Microsoft.Resources/deployments")];

    /// <summary>The outputs of the template and of its modules: all of them end up in the deployment's history.</summary>
    internal IReadOnlyList<string> Outputs { get; } =
        [.. Templates(root).SelectMany(template => template["outputs"]?.AsObject() ?? []).Select(output => output.Value!.ToJsonString())];

    internal static async Task<CompiledTemplate> BuildAsync(string file) => (await Built.Value)[file];

    /// <summary>The resources of one type; there has to be one, lest a check passes for want of anything to check.</summary>
    internal IReadOnlyList<JsonObject> OfType(string type)
    {
        var found = Resources.Where(resource => (string?)resource["type"] == type && resource["existing"] is null).ToList();

        Assert.NotEmpty(found);
        return found;
    }

    /// <summary>What has to be there before a module of the template is deployed, in order of name.</summary>
    internal IEnumerable<string> WaitsFor(string module) =>
        root["resources"]![module]!["dependsOn"]!.AsArray().Select(name => (string)name!).Order(StringComparer.Ordinal);

    private static async Task<Dictionary<string, CompiledTemplate>> BuildAllAsync()
    {
        using var copy = new InfraCopy();
        var build = await copy.RunAsync(["build", "--pattern", "**/*.bicep"]);

        Assert.Equal(new CommandResult(0, "", ""), build);
        return BicepCli.Files.ToDictionary(
            file => file, file => new CompiledTemplate(JsonNode.Parse(copy.Read(Path.ChangeExtension(file, "json")))!.AsObject()));
    }

    private static IEnumerable<JsonObject> Templates(JsonObject template) =>
        ResourcesOf(template)
            .Select(resource => resource["properties"] as JsonObject)
            .Select(properties => properties?["template"])
            .OfType<JsonObject>()
            .SelectMany(Templates)
            .Prepend(template);

    // A template with symbolic names holds its resources in an object, one without in an array.
    private static IEnumerable<JsonObject> ResourcesOf(JsonObject template) => template["resources"] switch
    {
        JsonObject named => named.Select(resource => resource.Value!.AsObject()),
        JsonArray listed => listed.Select(resource => resource!.AsObject()),
        _ => [],
    };
}
