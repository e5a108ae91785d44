using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessRetail.Benchmarks.Http;

/// <summary>A customer with the columns of the Telco churn file, drawn from a seed: what every server is asked about.</summary>
internal sealed class TelcoCustomer
{
    /// <summary>As many as the file has.</summary>
    public const int FileRows = 7_043;

    private static readonly string[] YesNo = ["Yes", "No"];
    private static readonly string[] YesNoOrNoInternet = ["Yes", "No", "No internet service"];

    public string CustomerId { get; set; } = "";

    public string Gender { get; set; } = "";

    public float SeniorCitizen { get; set; }

    public string Partner { get; set; } = "";

    public string Dependents { get; set; } = "";

    public float Tenure { get; set; }

    public string PhoneService { get; set; } = "";

    public string MultipleLines { get; set; } = "";

    public string InternetService { get; set; } = "";

    public string OnlineSecurity { get; set; } = "";

    public string OnlineBackup { get; set; } = "";

    public string DeviceProtection { get; set; } = "";

    public string TechSupport { get; set; } = "";

    public string StreamingTv { get; set; } = "";

    public string StreamingMovies { get; set; } = "";

    public string Contract { get; set; } = "";

    public string PaperlessBilling { get; set; } = "";

    public string PaymentMethod { get; set; } = "";

    public float MonthlyCharges { get; set; }

    public float TotalCharges { get; set; }

    /// <summary>What is to be told; no part of a request.</summary>
    [JsonIgnore]
    public bool Churn { get; set; }

    public static TelcoCustomer[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(row => Draw(row, random))];
    }

    public string ToJson() => JsonSerializer.Serialize(this, TelcoJson.Default.TelcoCustomer);

    /// <summary>The customers as a file to train on.</summary>
    public static string ToCsv(IReadOnlyList<TelcoCustomer> customers)
    {
        var rows = customers.Select(customer => (Fields: JsonSerializer.SerializeToElement(customer, TelcoJson.Default.TelcoCustomer).EnumerateObject().ToArray(), customer.Churn)).ToArray();
        return string.Concat(rows.Select(row => $"{string.Join(',', row.Fields.Select(field => field.Value.ToString()))},{(row.Churn ? "Yes" : "No")}\n")
            .Prepend($"{string.Join(',', rows[0].Fields.Select(field => field.Name))},churn\n"));
    }

    private static TelcoCustomer Draw(int row, Random random)
    {
        var internet = Pick("DSL", "Fiber optic", "No");
        var tenure = random.Next(0, 73);
        var monthly = MathF.Round(18 + (100 * random.NextSingle()), 2);
        var customer = new TelcoCustomer
        {
            CustomerId = (1_000_000 + row).ToString(CultureInfo.InvariantCulture) + "-TLCO",
            Gender = Pick("Female", "Male"),
            SeniorCitizen = random.Next(6) == 0 ? 1 : 0,
            Partner = Pick(YesNo),
            Dependents = Pick(YesNo),
            Tenure = tenure,
            PhoneService = Pick(YesNo),
            MultipleLines = Pick("Yes", "No", "No phone service"),
            InternetService = internet,
            OnlineSecurity = Pick(YesNoOrNoInternet),
            OnlineBackup = Pick(YesNoOrNoInternet),
            DeviceProtection = Pick(YesNoOrNoInternet),
            TechSupport = Pick(YesNoOrNoInternet),
            StreamingTv = Pick(YesNoOrNoInternet),
            StreamingMovies = Pick(YesNoOrNoInternet),
            Contract = Pick("Month-to-month", "One year", "Two year"),
            PaperlessBilling = Pick(YesNo),
            PaymentMethod = Pick("Electronic check", "Mailed check", "Bank transfer (automatic)", "Credit card (automatic)"),
            MonthlyCharges = monthly,
            TotalCharges = MathF.Round(monthly * tenure, 2),
        };
        var logOdds = -0.4 - (0.04 * tenure) + (customer.Contract == "Month-to-month" ? 1.2 : -0.8) + (internet == "Fiber optic" ? 0.9 : 0)
            + (0.01 * (monthly - 65)) + (customer.TechSupport == "No" ? 0.5 : 0) + (customer.PaymentMethod == "Electronic check" ? 0.4 : 0);
        customer.Churn = random.NextDouble() < 1 / (1 + Math.Exp(-logOdds));
        return customer;

        string Pick(params string[] texts) => texts[random.Next(texts.Length)];
    }
}

/// <summary>JSON of requests, and of what the servers beside ours read and answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TelcoCustomer))]
[JsonSerializable(typeof(MlNetAnswer))]
internal sealed partial class TelcoJson : JsonSerializerContext;
