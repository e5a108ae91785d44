using CsCheck;
using ServerlessRetail.Datasets.PersonalData;

namespace ServerlessRetail.Tests.Datasets.PersonalData;

public sealed class PersonalDataDetectorTests
{
    private static readonly string[] First = ["Anna", "José", "Pierre", "Michael", "Ursula", "Carmen", "Jennifer", "Jürgen", "Françoise", "Xavier", "Thomas", "Laura"];

    private static readonly string[] Last = ["Schmidt", "García", "Dubois", "Smith", "O'Neill", "Müller-Lüdenscheidt", "Lopez", "Baker"];

    public static TheoryData<string, PersonalDataKind, string[]> ByContent => new()
    {
        { "contact", PersonalDataKind.Email, Make(i => $"user{i}@example{i % 7}.co.uk") },
        { "remarks", PersonalDataKind.Email, Make(i => i % 10 == 0 ? $"call back, write to a.b{i}@shop.de" : $"satisfied, order {i} delivered") },
        { "column7", PersonalDataKind.Phone, Make(i => $"+49 30 {1234567 + i}") },
        { "column7", PersonalDataKind.Phone, Make(i => $"(555) 0{i % 90 + 10}-{1000 + i}") },
        { "column7", PersonalDataKind.Phone, Make(i => $"06 12 {i / 100:00} {i % 100:00} 78") },
        { "who", PersonalDataKind.PersonName, Make(i => $"{First[i % First.Length]} {Last[i % Last.Length]}-{(char)('A' + (i % 26))}") },
        { "who", PersonalDataKind.PersonName, Make(i => $"{Last[i % Last.Length]}, {First[i % First.Length]} {(char)('A' + (i % 26))}.") },
        { "where", PersonalDataKind.StreetAddress, Make(i => $"{i + 1} Old Mill Road") },
        { "where", PersonalDataKind.StreetAddress, Make(i => $"Lange Straße {i + 1}a") },
        { "where", PersonalDataKind.StreetAddress, Make(i => $"{i + 1} bis rue de la Paix") },
        { "where", PersonalDataKind.StreetAddress, Make(i => $"Calle Mayor {i + 1}") },
        { "paid_with", PersonalDataKind.CardNumber, Make(i => WithLuhn($"41111111{i:0000000}")) },
        { "paid_to", PersonalDataKind.AccountNumber, Make(WithIbanCheck) },
        { "started", PersonalDataKind.DateOfBirth, Make(i => $"{1940 + (i % 65)}-{1 + (i % 12):00}-{1 + (i % 28):00}") },
        { "source", PersonalDataKind.IpAddress, Make(i => $"10.0.{i / 250}.{i % 250}") },
        { "source", PersonalDataKind.IpAddress, Make(i => $"2001:db8::{i + 1:x}") },
        { "number", PersonalDataKind.NationalId, Make(i => $"{123 + (i % 500)}-45-{1000 + i}") },
        { "number", PersonalDataKind.NationalId, Make(i => $"{10_000_000 + i}{"TRWAGMYFPDXBNJZSQVHLCKE"[(10_000_000 + i) % 23]}") },
    };

    [Theory]
    [MemberData(nameof(ByContent))]
    public void Finds_personal_data_by_their_cells(string name, PersonalDataKind kind, string[] cells)
    {
        var finding = Assert.Single(Detect(name, cells));

        Assert.Equal((name, kind), (finding.Column, finding.Kind));
        Assert.InRange(finding.Share, 0.05, 1);
    }

    [Theory]
    [InlineData("customerEmail", PersonalDataKind.Email)]
    [InlineData("E-Mail", PersonalDataKind.Email)]
    [InlineData("Telefonnummer", PersonalDataKind.Phone)]
    [InlineData("LAST_NAME", PersonalDataKind.PersonName)]
    [InlineData("Prénom", PersonalDataKind.PersonName)]
    [InlineData("Straße", PersonalDataKind.StreetAddress)]
    [InlineData("dirección", PersonalDataKind.StreetAddress)]
    [InlineData("Kontonummer", PersonalDataKind.AccountNumber)]
    [InlineData("Passport Number", PersonalDataKind.NationalId)]
    public void Finds_personal_data_by_name(string name, PersonalDataKind kind) =>
        Assert.Equal(kind, Assert.Single(Detect(name, Make(i => $"Qx{i * 7919 % 1_000_003:000000}"))).Kind);

    [Fact]
    public void Finds_a_day_of_birth_by_name_even_where_the_dates_are_close() =>
        Assert.Equal(PersonalDataKind.DateOfBirth, Assert.Single(Detect("Geburtsdatum", Make(i => $"{1 + (i % 28)}.{1 + (i % 12)}.199{i % 10}"))).Kind);

    [Fact]
    public void Finds_card_numbers_that_became_floats()
    {
        var dataset = new DatasetBuilder(2_000).Floats("paid_with", row => 4.5e15f + (row * 1e12f)).Build();

        Assert.Equal(PersonalDataKind.CardNumber, Assert.Single(PersonalDataDetector.Detect(dataset)).Kind);
    }

    [Theory]
    [InlineData("email", "yes|no")]
    [InlineData("phone_service", "Yes|No|No phone service")]
    [InlineData("cell", "A1|B2|C3")]
    [InlineData("address", "home|work")]
    [InlineData("price", "9.99|12.50|1,299.00")]
    [InlineData("order_date", "2024-01-05|2024-02-11|2025-07-30")]
    [InlineData("product name", "WHITE METAL LANTERN|CREAM CUPID HEARTS COAT HANGER|CHARLOTTE BAG")]
    [InlineData("month", "April|May|June|August")]
    [InlineData("mobile_sessions", "1|2|3")]
    [InlineData("city", "Paris|San José|Santiago|Charlotte|Victoria")]
    [InlineData("brand", "Louis Vuitton|Hugo Boss|Calvin Klein|Ralph Lauren")]
    [InlineData("version", "1.2.3|1.2.4")]
    public void Ordinary_columns_are_left_alone(string name, string values)
    {
        var cells = values.Split('|');

        Assert.Empty(Detect(name, Make(i => cells[i % cells.Length])));
    }

    [Theory]
    [InlineData("name", "Lantern {0}", false)]
    [InlineData("name", "Anna Q{0}", false)]
    [InlineData("sku", "SKU-{0}", false)]
    [InlineData("ean", "40063813{0:00000}", false)]
    public void Values_that_name_things_are_left_alone(string name, string format, bool found) =>
        Assert.Equal(found, Detect(name, Make(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, i))).Count > 0);

    [Fact]
    public void A_vague_name_over_names_of_persons_is_personal() =>
        Assert.Equal(PersonalDataKind.PersonName, Assert.Single(Detect("Name", Make(i => $"{First[i % First.Length]} {Last[i % Last.Length]}"))).Kind);

    [Theory]
    [InlineData("telco/Telco-Customer-Churn.csv")]
    [InlineData("online_shoppers/online_shoppers_intention.csv")]
    [InlineData("credit_data/credit_data.csv")]
    [InlineData("wholesale/Wholesale customers data.csv")]
    [InlineData("diamonds/diamonds.csv")]
    [InlineData("bike_hour/bike_sharing.csv")]
    [InlineData("cdnow/CDNOW_master.txt")]
    [InlineData("airquality/AirQualityUCI.csv")]
    [InlineData("online_retail/online_retail.csv.gz")]
    public async Task Nothing_is_found_in_a_real_file_without_personal_data(string file)
    {
        var reading = await SharedData.ReadAsync(file);

        Assert.Empty(PersonalDataDetector.Detect(reading.Dataset));
    }

    [Fact]
    public void No_cells_and_no_name_break_the_detector() =>
        Gen.Select(Gen.String, Gen.String[0, 80].Array[0, 40]).Sample(
            (name, cells) => Detect(name, cells).All(finding => finding.Share is >= 0 and <= 1), iter: 2_000);

    [Fact]
    public void Evidence_never_holds_a_value() =>
        Gen.Select(Gen.OneOf(Gen.Const("email"), Gen.Const("x"), Gen.Const("Vorname")), Gen.String[Gen.Char["ghkqwz"], 5, 12].Array[20, 40]).Sample(
            (name, words) => Detect(name, [.. words.Select(word => $"{word}@{word}.com")])
                .All(finding => !words.Any(word => finding.Evidence.Contains(word, StringComparison.Ordinal))),
            iter: 200);

    private static IReadOnlyList<PersonalDataFinding> Detect(string name, string[] cells) =>
        PersonalDataDetector.Detect(new DatasetBuilder(cells.Length).Texts(name, row => cells[row]).Build());

    private static string[] Make(Func<int, string> cell) => [.. Enumerable.Range(0, 300).Select(cell)];

    private static string WithLuhn(string digits) =>
        digits + Enumerable.Range(0, 10).First(check => Checksums.IsCardNumber($"{digits}{check}"));

    private static string WithIbanCheck(int i) =>
        Enumerable.Range(0, 100).Select(check => $"DE{check:00}37040044{i:0000000000}").First(text => Checksums.IsIban(text));
}
