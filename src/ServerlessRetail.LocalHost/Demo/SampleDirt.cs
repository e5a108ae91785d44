namespace ServerlessRetail.LocalHost.Demo;

/// <summary>Makes clean cells look like an export: blanks, words for "nothing", padding, spellings, torn lines.</summary>
internal sealed class SampleDirt(SampleRandom random)
{
    private const int BrokenEvery = SampleCustomers.RowCount / SampleCustomers.BrokenRowCount;
    private const int FirstBroken = 137;

    private static readonly (int Column, double Share)[] Blanks =
    [
        (Index("tenure_months"), 0.01), (Index("spend_home"), 0.015), (Index("avg_basket"), 0.02),
        (Index("region"), 0.01), (Index("payment_method"), 0.015), (Index("discount_share"), 0.03),
    ];

    private static readonly int Tier = Index("loyalty_tier");
    private static readonly int Channel = Index("channel");
    private static readonly int Returns = Index("return_rate");

    /// <param name="cells">One row's; changed in place.</param>
    /// <param name="row">Its number, from 0.</param>
    /// <returns>The cells to write, not always as many.</returns>
    public string[] Soil(string[] cells, int row)
    {
        foreach (var (column, share) in Blanks)
        {
            if (random.Chance(share))
                cells[column] = "";
        }

        if (random.Chance(0.004))
            cells[Returns] = "n/a";
        if (random.Chance(0.004))
            cells[Channel] = $" {cells[Channel]} ";
        if (random.Chance(0.008))
            cells[Tier] = random.Chance(0.5) ? cells[Tier].ToUpperInvariant() : Capitalise(cells[Tier]);

        if (row % BrokenEvery != FirstBroken)
            return cells;

        // Every other broken row has a field too many, the rest have lost one.
        var lost = random.Below(cells.Length);
        return row / BrokenEvery % 2 == 0
            ? [.. cells, ""]
            : [.. cells.Where((_, column) => column != lost)];
    }

    private static int Index(string column) => Array.IndexOf(SampleCustomer.Columns, column);

    private static string Capitalise(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
