using System.Globalization;
using System.Text;

namespace ServerlessRetail.Benchmarks.Csv;

/// <summary>Makes a file of the shape and the size of row of the Telco churn file, the same one for the same number of rows.</summary>
internal static class TelcoCsv
{
    private const int Seed = 7_043;
    private const int BatchRows = 5_000;

    private static readonly string[] Services = ["OnlineSecurity", "OnlineBackup", "DeviceProtection", "TechSupport", "StreamingTV", "StreamingMovies"];
    private static readonly string[] Contracts = ["Month-to-month", "One year", "Two year"];
    private static readonly string[] Payments = ["Electronic check", "Mailed check", "Bank transfer (automatic)", "Credit card (automatic)"];

    /// <param name="labelled">Whether the last column says who left, as in a file to learn from.</param>
    public static void Make(string path, int count, bool labelled)
    {
        var random = new Random(Seed);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        var rows = new StringBuilder("customerID,gender,SeniorCitizen,Partner,Dependents,tenure,PhoneService,MultipleLines,InternetService,")
            .AppendJoin(',', Services).Append(",Contract,PaperlessBilling,PaymentMethod,MonthlyCharges,TotalCharges").Append(labelled ? ",Churn\n" : "\n");
        for (var row = 1; row <= count; row++)
        {
            AppendRow(rows, random, labelled);
            if (row % BatchRows == 0 || row == count)
            {
                file.Write(Encoding.ASCII.GetBytes(rows.ToString()));
                rows.Clear();
            }
        }
    }

    private static void AppendRow(StringBuilder rows, Random random, bool labelled)
    {
        var (tenure, internet, phone) = (random.Next(73), random.Next(3), random.Next(10) > 0);
        var (contract, payment, paperless) = (random.Next(3), random.Next(4), random.Next(5) < 3);
        var monthly = 18 + (random.NextDouble() * 100);
        rows.Append(CultureInfo.InvariantCulture, $"{random.Next(10_000):D4}-");
        for (var i = 0; i < 5; i++)
            rows.Append((char)('A' + random.Next(26)));
        rows.Append(random.Next(2) == 0 ? ",Female," : ",Male,").Append(random.Next(6) == 0 ? '1' : '0').Append(',').Append(YesNo(random)).Append(',').Append(YesNo(random));
        rows.Append(CultureInfo.InvariantCulture, $",{tenure},{(phone ? "Yes" : "No")},{(phone ? YesNo(random) : "No phone service")},{(string[])["DSL", "Fiber optic", "No"] switch { var names => names[internet] }}");
        foreach (var _ in Services)
            rows.Append(',').Append(internet == 2 ? "No internet service" : YesNo(random));
        rows.Append(',').Append(Contracts[contract]).Append(paperless ? ",Yes," : ",No,").Append(Payments[payment]);
        rows.Append(CultureInfo.InvariantCulture, $",{monthly:F2},{(tenure == 0 ? " " : (tenure * monthly).ToString("F2", CultureInfo.InvariantCulture))}");
        var risk = 0.4 - (0.04 * tenure) - (0.9 * contract) + (internet == 1 ? 1.1 : 0) + (payment == 0 ? 0.6 : 0) + (0.015 * (monthly - 60)) + (contract == 0 && tenure < 6 ? 0.8 : 0);
        var leaves = random.NextDouble() < 1 / (1 + Math.Exp(-risk));
        rows.Append(labelled ? leaves ? ",Yes\n" : ",No\n" : "\n");
    }

    private static string YesNo(Random random) => random.Next(2) == 0 ? "Yes" : "No";
}
