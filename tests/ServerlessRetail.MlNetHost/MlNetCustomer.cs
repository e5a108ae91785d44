using System.Text.Json.Serialization;
using Microsoft.ML.Data;

namespace ServerlessRetail.MlNetHost;

/// <summary>A row of the sample file, as ML.NET wants it declared.</summary>
public sealed class MlNetCustomer
{
    [LoadColumn(1), JsonPropertyName("tenure_months")]
    public float Tenure { get; set; }

    [LoadColumn(2), JsonPropertyName("visits_last_90_days")]
    public float Visits { get; set; }

    [LoadColumn(3), JsonPropertyName("days_since_last_visit")]
    public float DaysSinceLastVisit { get; set; }

    [LoadColumn(4), JsonPropertyName("spend_grocery")]
    public float SpendGrocery { get; set; }

    [LoadColumn(5), JsonPropertyName("spend_fashion")]
    public float SpendFashion { get; set; }

    [LoadColumn(6), JsonPropertyName("spend_home")]
    public float SpendHome { get; set; }

    [LoadColumn(7), JsonPropertyName("spend_electronics")]
    public float SpendElectronics { get; set; }

    [LoadColumn(8), JsonPropertyName("avg_basket")]
    public float AverageBasket { get; set; }

    [LoadColumn(9), JsonPropertyName("loyalty_tier")]
    public string Tier { get; set; } = "";

    [LoadColumn(10), JsonPropertyName("region")]
    public string Region { get; set; } = "";

    [LoadColumn(11), JsonPropertyName("channel")]
    public string Channel { get; set; } = "";

    [LoadColumn(12), JsonPropertyName("payment_method")]
    public string Payment { get; set; } = "";

    [LoadColumn(13), JsonPropertyName("newsletter")]
    public string Newsletter { get; set; } = "";

    [LoadColumn(14), JsonPropertyName("support_contacts")]
    public float SupportContacts { get; set; }

    [LoadColumn(15), JsonPropertyName("return_rate")]
    public float ReturnRate { get; set; }

    [LoadColumn(16), JsonPropertyName("discount_share")]
    public float DiscountShare { get; set; }

    [LoadColumn(17), JsonIgnore]
    public string Churned { get; set; } = "";
}

/// <summary>What is answered.</summary>
public sealed class MlNetScore
{
    public float Probability { get; set; }

    public bool PredictedLabel { get; set; }
}
