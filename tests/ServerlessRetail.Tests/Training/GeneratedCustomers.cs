using System.Globalization;
using ServerlessRetail.Datasets;
using ServerlessRetail.Tests.Datasets;

namespace ServerlessRetail.Tests.Training;

/// <summary>
/// Customers drawn from a seed, whose churn and yearly spend follow from their columns: churn falls with tenure and
/// with the gold tier, spend rises with visits. Some cells are missing.
/// </summary>
internal static class GeneratedCustomers
{
    private static readonly string[] Tiers = ["gold", "silver", "bronze"];

    /// <param name="label">The last column: <c>churn</c> (yes, no) or <c>yearlySpend</c> (a number).</param>
    /// <param name="change">Changes the cells of a row, for tests of what must not matter.</param>
    public static Dataset Create(int rows, string label, int seed = 1, Func<int, Drawn, Drawn>? change = null)
    {
        var random = new Random(seed);
        var drawn = Enumerable.Range(0, rows).Select(_ => Draw(random)).ToArray();
        var cells = drawn.Select((customer, row) => change?.Invoke(row, customer) ?? customer).ToArray();
        var table = new DatasetBuilder(rows)
            .Texts("customerId", row => "C-" + (9_000 + row).ToString(CultureInfo.InvariantCulture))
            .Floats("tenure", row => cells[row].Tenure)
            .Numbers("visits", row => cells[row].Visits)
            .Texts("tier", row => cells[row].Tier);
        return label == "churn"
            ? table.Texts("churn", row => drawn[row].Churns ? "yes" : "no").Build()
            : table.Floats("yearlySpend", row => drawn[row].YearlySpend).Build();
    }

    private static Drawn Draw(Random random)
    {
        var tenure = (float)(72 * random.NextDouble());
        var visits = random.Next(0, 30);
        var tier = Tiers[random.Next(Tiers.Length)];
        var logOdds = 1.5 - (0.08 * tenure) + (tier == "gold" ? -1.5 : tier == "bronze" ? 0.8 : 0);
        var churns = random.NextDouble() < 1 / (1 + Math.Exp(-logOdds));
        var spend = 200 + (35 * visits) + (tier == "gold" ? 400 : 0) + (80 * (random.NextDouble() - 0.5));
        return new Drawn(
            random.Next(50) == 0 ? float.NaN : tenure, random.Next(50) == 0 ? float.NaN : visits, random.Next(50) == 0 ? null : tier, churns, (float)spend);
    }

    internal sealed record Drawn(float Tenure, float Visits, string? Tier, bool Churns, float YearlySpend);
}
