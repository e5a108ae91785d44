using System.Globalization;
using System.Text.Json.Nodes;

namespace ServerlessRetail.IntegrationTests.Infra;

/// <summary>What a month costs at rest, and what scores and trainings add, from the prices and what a deployment makes.</summary>
/// <remarks>Without the free amounts of a subscription, which other apps may have used up.</remarks>
internal sealed class CostEstimate(PriceList list)
{
    private const decimal BytesPerGB = 1_000_000_000;

    private readonly IReadOnlyDictionary<string, decimal> _price = list.Prices;
    private readonly IReadOnlyDictionary<string, decimal> _assumed = list.Assumptions;

    private decimal SecondsPerMonth => _assumed["hoursPerMonth"] * 3600;

    // A million scores, or a hundred trainings, keep instances busy for this long, one after the other or side by side.
    private decimal ScoringSeconds => 1_000_000 / _assumed["scoresPerSecondOfAnInstance"];

    private decimal TrainingSeconds => 100 * _assumed["secondsPerTraining"];

    /// <summary>The rows of the table: what, a month of dev and of prod at rest, a million scores, a hundred trainings.</summary>
    internal IEnumerable<string> Rows()
    {
        var lines = Lines().ToList();

        return lines
            .Append(new("Sum", lines.Sum(line => line.Dev), lines.Sum(line => line.Prod), lines.Sum(line => line.Scores), lines.Sum(line => line.Trainings)))
            .Select(line => $"{line.What} | {Money(line.Dev)} | {Money(line.Prod)} | {Money(line.Scores)} | {Money(line.Trainings)}");
    }

    private IEnumerable<Line> Lines() =>
    [
        Use("Function app, executions", 1_000_000 * PerExecution, 100 * PerExecution),
        Use("Function app, time at work", Work(ScoringSeconds), Work(TrainingSeconds)),
        AtRest("Function app, instances kept warm", snapshot =>
            WarmInstances(snapshot) * MemoryGB(snapshot) * SecondsPerMonth * _price["flexAlwaysReadyGBSecond"]),
        AtRest("Data account, files kept", snapshot =>
            _assumed["storedGB"] * _price[IsZoned(snapshot) ? "blobHotGBMonthZrs" : "blobHotGBMonthLrs"]),
        AtRest("Both accounts, look-ups", snapshot => Reads(SecondsPerMonth * ReadsPerSecond(snapshot)))
            with { Scores = Reads(ScoringSeconds * ReadsPerInstance), Trainings = Reads(TrainingSeconds * ReadsPerInstance) },
        Use("Log Analytics, taking in", Telemetry("telemetryBytesPerScore", 1_000_000), Telemetry("telemetryBytesPerTraining", 100)),
        AtRest("Alert rules", snapshot =>
            snapshot.Count("Microsoft.Insights/scheduledQueryRules") * _price["logAlertRuleMonthEvery15Minutes"]
            + snapshot.Count("Microsoft.Insights/metricAlerts") * _price["metricAlertRuleMonth"]),
        AtRest("Private endpoints", snapshot =>
            snapshot.Count("Microsoft.Network/privateEndpoints") * _assumed["hoursPerMonth"] * _price["privateEndpointHour"]),
        AtRest("Private DNS zones", snapshot => snapshot.Count("Microsoft.Network/privateDnsZones") * _price["privateDnsZoneMonth"]),
        // Taken in and delivered.
        Use("Event Grid, uploads", 0, 100 * 2 * _price["eventGridMillionOperations"] / 1_000_000),
        Use("Answers over the internet", _assumed["answerBytesPerScore"] * 1_000_000 / BytesPerGB * _price["egressGB"], 0),
        Use("Identity, plan, network, budget, action group", 0, 0),
    ];

    private decimal PerExecution => _price["flexMillionExecutions"] / 1_000_000;

    private decimal ReadsPerInstance => _assumed["readsPerSecondOfAnInstance"];

    private decimal Work(decimal seconds) => seconds * MemoryGB(Snapshot.Prod) * _price["flexExecutionGBSecond"];

    private decimal Telemetry(string bytes, int count) => _assumed[bytes] * count / BytesPerGB * _price["logIngestionGB"];

    private static Line Use(string what, decimal scores, decimal trainings) => new(what, 0, 0, scores, trainings);

    private static Line AtRest(string what, Func<Snapshot, decimal> cost) => new(what, cost(Snapshot.Dev), cost(Snapshot.Prod), 0, 0);

    private decimal ReadsPerSecond(Snapshot snapshot) =>
        _assumed["readsPerSecondAtRest"] + WarmInstances(snapshot) * ReadsPerInstance;

    private decimal Reads(decimal count) => count / 10_000 * _price["storageTenThousandReads"];

    private static decimal MemoryGB(Snapshot snapshot) => (decimal)Scale(snapshot)["instanceMemoryMB"]! / 1024;

    private static decimal WarmInstances(Snapshot snapshot) =>
        Scale(snapshot)["alwaysReady"]!.AsArray().Sum(group => (decimal)group!["instanceCount"]!);

    private static bool IsZoned(Snapshot snapshot) =>
        (string?)snapshot.Single("Microsoft.Storage/storageAccounts", "stretail")["sku"]!["name"] == "Standard_ZRS";

    private static JsonNode Scale(Snapshot snapshot) =>
        snapshot.Single("Microsoft.Web/sites")["properties"]!["functionAppConfig"]!["scaleAndConcurrency"]!;

    private static string Money(decimal amount) => amount == 0 ? "–" : amount.ToString("0.00", CultureInfo.InvariantCulture);

    private sealed record Line(string What, decimal Dev, decimal Prod, decimal Scores, decimal Trainings);
}
