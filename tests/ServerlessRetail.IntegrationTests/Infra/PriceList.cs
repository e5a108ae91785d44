using System.Text.Json.Nodes;

namespace ServerlessRetail.IntegrationTests.Infra;

/// <summary>infra/prices.json: list prices, and what is assumed of the use that is made.</summary>
internal sealed class PriceList
{
    private readonly JsonObject _root =
        JsonNode.Parse(File.ReadAllText(Path.Combine(BicepCli.InfraFolder, "prices.json")))!.AsObject();

    internal string Region => (string)_root["region"]!;

    internal string Currency => (string)_root["currency"]!;

    internal string AsOf => (string)_root["asOf"]!;

    internal IReadOnlyDictionary<string, decimal> Prices => Numbers("prices");

    internal IReadOnlyDictionary<string, decimal> Assumptions => Numbers("assumptions");

    private Dictionary<string, decimal> Numbers(string section) =>
        _root[section]!.AsObject().ToDictionary(item => item.Key, item => (decimal)item.Value!);
}
