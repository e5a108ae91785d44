using ServerlessRetail.Datasets;

namespace ServerlessRetail.Benchmarks.Accuracy;

/// <summary>A real file with given test rows, and what has to be said about it: the label where it cannot be guessed, and columns that give it away.</summary>
/// <param name="Name">As the peers' table calls it; the folder's name.</param>
/// <param name="File">Within the folder.</param>
internal sealed record AccuracyCase(string Name, string File, ModelSettings Settings)
{
    public static IReadOnlyList<AccuracyCase> All { get; } =
    [
        new("telco", "Telco-Customer-Churn.csv", new ModelSettings()),
        new("online_shoppers", "online_shoppers_intention.csv", new ModelSettings()),
        new("credit_data", "credit_data.csv", new ModelSettings { Label = "Status" }),
        new("wholesale", "Wholesale customers data.csv", new ModelSettings { Label = "Channel" }),
        new("diamonds", "diamonds.csv", new ModelSettings { Label = "price" }),
        new("bike_hour", "bike_sharing.csv", new ModelSettings { Label = "cnt", Exclude = ["instant", "dteday", "casual", "registered"] }),
    ];
}
