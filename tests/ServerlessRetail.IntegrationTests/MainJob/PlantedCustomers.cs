using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>Customers with personal values that can be found again wherever they end up.</summary>
internal static partial class PlantedCustomers
{
    public const int Rows = 400;

    public const string Header = "customer_id,email,phone,full_name,address,card_number,iban,date_of_birth,last_ip,notes,tier,spend,visits,churn";

    /// <summary>Good rows, and bad ones of every kind that hold personal values as well.</summary>
    public static byte[] Csv(int shift = 0) =>
        [.. Encoding.UTF8.GetBytes($"{Header}\n{string.Concat(Enumerable.Range(0, Rows).Select(row => Row(row, shift) + "\n"))}"), .. BadRows(shift)];

    /// <summary>The same without a header.</summary>
    public static byte[] CsvWithoutHeader() => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, Rows).Select(row => Row(row, 0) + "\n")));

    /// <summary>The same with another last column in place of the label.</summary>
    public static byte[] CsvWithLabel(string name, Func<int, string> label) => Encoding.UTF8.GetBytes(
        $"{Header.Replace("churn", name, StringComparison.Ordinal)}\n"
        + string.Concat(Enumerable.Range(0, Rows).Select(row => string.Join(',', Cells(row, 0)[..^1].Append(label(row))) + "\n")));

    /// <summary>The same as a JSON object a line, and lines that are none.</summary>
    public static byte[] Ndjson()
    {
        var names = Header.Split(',');
        var lines = Enumerable.Range(0, Rows).Select(row =>
            $"{{{string.Join(',', Cells(row, 0).Select((cell, i) => $"\"{names[i]}\":\"{cell}\""))}}}\n");
        return Encoding.UTF8.GetBytes(string.Concat(lines) + """
            {"customer_id":"C9001","email":"zyq9001@example.org"
            {"customer_id":"C9002","email":{"work":"zyq9002@example.org"}}
            {"customer_id":"C9003","email":"a","email":"zyq9003@example.org"}

            """);
    }

    /// <summary>Personal values of these customers in a text, in whatever way it writes them.</summary>
    public static IEnumerable<string> FindIn(string text) =>
        Planted().Matches(text.Replace("\\u002B", "+", StringComparison.OrdinalIgnoreCase)).Select(match => match.Value).Distinct();

    public static string Email(int row) => $"zyq{row}@example.org";

    private static string Row(int row, int shift) => string.Join(',', Cells(row, shift));

    private static string[] Cells(int row, int shift)
    {
        var number = row + (1_000 * shift);
        var random = new Random(number);
        var visits = random.Next(0, 30);
        string[] tiers = ["basic", "silver", "gold"];
        return
        [
            $"C{number:00000}", Email(number), $"+49 171 5550{number:0000}", $"Anna Zyqova{Letters(number)}", $"{1 + (number % 90)} Zyq{Letters(number)} Street", Card(number), Iban(number),
            $"{1940 + (number % 60)}-03-17", $"203.0.113.{number % 256}", row % 5 == 0 ? $"asked to write to {Email(number)} instead" : "nothing to say",
            row % 150 == 7 ? $"0171 5550{number:0000}" : tiers[random.Next(3)], row % 100 == 9 ? $"0171 5550{number:0000}" : (10 + random.Next(1_000)).ToString(CultureInfo.InvariantCulture),
            $"{visits}", row % 90 == 3 ? "" : random.NextDouble() < 1 / (1 + Math.Exp((visits - 14) / 5.0)) ? "yes" : "no",
        ];
    }

    /// <summary>Too many fields, too few, a stray quote, a zero byte, a quote that is never closed.</summary>
    private static byte[] BadRows(int shift) =>
    [
        .. Encoding.UTF8.GetBytes($"{Row(801, shift)},{Email(801)}\n{Email(802)},Anna Zyqova\n\"{Email(803)}\"x,{Row(803, shift)}\n"),
        .. Encoding.UTF8.GetBytes(Row(804, shift).Replace("Zyq", "Zyq\0", StringComparison.Ordinal) + "\n"),
        .. Encoding.UTF8.GetBytes($"C806,\"{Email(806)},+49 171 55500806\n"),
    ];

    private static string Letters(int number) => string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0')));

    /// <summary>With the check digit of Luhn.</summary>
    private static string Card(int number)
    {
        var digits = $"411177{number:000000000}";
        var sum = digits.Reverse().Select((digit, i) => i % 2 == 0 ? 2 * (digit - '0') : digit - '0').Sum(digit => digit > 9 ? digit - 9 : digit);
        return $"{digits}{(10 - (sum % 10)) % 10}";
    }

    /// <summary>With the check digits of ISO 13616.</summary>
    private static string Iban(int number)
    {
        var account = $"37040044{number:0000000000}";
        var check = 98 - (int)(BigInteger.Parse($"{account}131400", CultureInfo.InvariantCulture) % 97);
        return $"DE{check:00}{account}";
    }

    // One letter more than the mark: a model's weights may have any three bytes.
    [GeneratedRegex(@"zyq\w+|171 ?5550\d*|411177\d*|37040044\d*|19\d\d-?03-?17|203\.0\.113\.\d+", RegexOptions.IgnoreCase)]
    private static partial Regex Planted();
}
