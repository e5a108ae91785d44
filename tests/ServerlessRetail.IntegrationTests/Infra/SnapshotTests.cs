using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessRetail.IntegrationTests.Infra;

/// <summary>What a deployment would make, resource by resource. A change shows up in the review as itself.</summary>
/// <remarks>With UPDATE_SNAPSHOTS=true in the environment the committed files are written anew.</remarks>
public sealed class SnapshotTests
{
    /// <summary>From where people upload, in the snapshot: an address that is for documentation only.</summary>
    internal const string UploadAddress = "203.0.113.7";

    private const string Nowhere = "00000000-0000-0000-0000-000000000000";

    // What whoever deploys says in the environment; dev reads none of it.
    private static readonly Dictionary<string, string> Values = new()
    {
        ["RETAIL_UPLOAD_IP_ADDRESSES"] = UploadAddress,
        ["RETAIL_UPLOADER_PRINCIPAL_ID"] = "00000000-0000-0000-0000-000000000001",
        ["RETAIL_AUTHENTICATION_CLIENT_ID"] = "00000000-0000-0000-0000-000000000002",
        ["RETAIL_ALERT_EMAILS"] = "operations@example.com",
        ["RETAIL_BUDGET_AMOUNT"] = "200",
        ["RETAIL_BUDGET_START"] = "2026-12-01",
    };

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
        WriteIndented = true,
    };

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task A_deployment_makes_what_the_snapshot_says(string environment)
    {
        using var copy = new InfraCopy();

        var run = await copy.RunAsync(
            ["snapshot", $"main.{environment}.bicepparam", "--mode", "overwrite", "--tenant-id", Nowhere, "--subscription-id", Nowhere,
             "--resource-group", $"rg-retail-{environment}", "--location", "westeurope", "--deployment-name", "main"],
            Values);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var cancellationToken = TestContext.Current.CancellationToken;
        var actual = InOrder(copy.Read($"main.{environment}.snapshot.json"));
        var committed = Path.Combine(BicepCli.InfraFolder, "snapshots", $"main.{environment}.json");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "true")
        {
            await File.WriteAllTextAsync(committed, actual, cancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(committed, cancellationToken), actual);
    }

    // Bicep lists modules and outputs in an order that can differ between two runs.
    private static string InOrder(string snapshot)
    {
        var root = JsonNode.Parse(snapshot)!;
        root["predictedResources"] = new JsonArray(
            [.. root["predictedResources"]!.AsArray().OrderBy(resource => (string?)resource!["id"], StringComparer.Ordinal).Select(resource => resource!.DeepClone())]);
        root["outputs"] = new JsonObject(
            root["outputs"]!.AsObject().OrderBy(output => output.Key, StringComparer.Ordinal).Select(output => KeyValuePair.Create(output.Key, output.Value?.DeepClone())));
        return root.ToJsonString(Readable) + "\n";
    }
}
