using System.Text.Json;
using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Duplicates;
using ServerlessRetail.Datasets.Guards;
using ServerlessRetail.Datasets.PersonalData;
using ServerlessRetail.Datasets.Quality;
using ServerlessRetail.Models;
using ServerlessRetail.Tests.Datasets.Guards;

namespace ServerlessRetail.Tests.Datasets.Quality;

public sealed class QualityInspectionTests
{
    private static readonly Gen<double[]> Shares = Gen.Double[0, 1].Array[2, 12].Select(numbers => Array.ConvertAll(numbers, number => number / Math.Max(1e-9, numbers.Sum())));

    [Fact]
    public void A_distribution_is_as_far_from_another_as_that_from_it() => Gen.Select(Shares, Shares).Sample((left, right) =>
    {
        var length = Math.Min(left.Length, right.Length);
        var (a, b) = (left[..length], right[..length]);
        return Math.Abs(PopulationStability.Index(a, b) - PopulationStability.Index(b, a)) < 1e-12 && PopulationStability.Index(a, b) >= 0;
    });

    [Fact]
    public void A_distribution_does_not_differ_from_itself() => Shares.Sample(shares => PopulationStability.Index(shares, shares) == 0);

    [Fact]
    public void A_file_has_not_drifted_from_itself_and_has_from_another()
    {
        var before = Inspect(Customers(shift: 0), null);

        Assert.All(Inspect(Customers(shift: 0), before).Columns.Where(column => column.Drift is not null), column => Assert.Equal(0, column.Drift!.Psi));
        var drifted = Inspect(Customers(shift: 60), before);
        Assert.Equal(DriftLevel.Major, drifted.Columns.Single(column => column.Name == "spend").Drift!.Level);
        Assert.Equal(DriftLevel.None, drifted.Columns.Single(column => column.Name == "region").Drift!.Level);
    }

    [Fact]
    public void Numbers_and_categories_are_summed_up()
    {
        var quality = Inspect(Customers(shift: 0), null);

        var spend = quality.Columns.Single(column => column.Name == "spend").Numbers!;
        Assert.Equal((0, 100, 1), (spend.Minimum, spend.P50, spend.Outliers));
        Assert.Equal(10_000, spend.Maximum);
        var region = quality.Columns.Single(column => column.Name == "region");
        Assert.Equal(["north", "south"], region.Top!.Select(value => value.Value));
        Assert.Equal([0.5, 0.25], region.Top!.Select(value => value.Share));
        Assert.Equal(0.25, region.Missing);
    }

    [Fact]
    public void No_personal_value_is_in_the_report_the_findings_or_a_message()
    {
        var rows = Enumerable.Range(0, 400).ToArray();
        string[] mails = [.. rows.Select(row => $"planted{row}@example.org")];
        string[] phones = [.. rows.Select(row => $"+49 171 {5_550_000 + row}")];
        var dataset = new DatasetBuilder(400)
            .Texts("mail", row => mails[row])
            .Texts("contact", row => phones[row])
            .Texts("surname", row => $"Plantedname{row % 30}")
            .Texts("leak", row => row % 4 == 0 ? "1" : "0")
            .Floats("spend", row => row * 7919 % 1_009)
            .Texts("churn", row => row % 4 == 0 ? "yes" : "no")
            .Build();

        var guarding = Guarding.Of(dataset);
        var personal = PersonalDataRule.Find(dataset, new ModelSettings());
        var quality = Inspect(dataset, null);
        var rejected = Assert.Throws<RejectedException>(() => Guard.ThrowIfBlocked(guarding.Findings));

        Assert.Equal(["mail", "contact", "surname"], personal.Select(finding => finding.Column));
        var told = JsonSerializer.Serialize(quality, ModelJson.Default.QualityReport) + JsonSerializer.Serialize(guarding.Schema, ModelJson.Default.DatasetSchema)
            + string.Concat(guarding.Findings) + string.Concat(personal) + rejected.Message;
        Assert.DoesNotContain("planted", told, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("171", told, StringComparison.Ordinal);
        Assert.Contains("spend", told, StringComparison.Ordinal);
    }

    private static Dataset Customers(int shift) => new DatasetBuilder(200)
        .Floats("spend", row => row == 199 ? 10_000 : row + shift)
        .Cycle("region", "north", "south", "north", null)
        .Texts("churn", row => row * 7 % 3 == 0 ? "yes" : "no")
        .Build();

    private static QualityReport Inspect(Dataset dataset, QualityReport? before)
    {
        var settings = new ModelSettings();
        var schema = PersonalDataRule.Apply(SchemaInference.Infer(dataset, settings), PersonalDataRule.Find(dataset, settings));
        var duplicates = DuplicateRows.Find(dataset, schema);
        return QualityInspection.Inspect(dataset, schema.Columns, new QualityRows(dataset.RowCount, dataset.RowCount, 0, duplicates.CopyCount, 0, 0, 0), before);
    }
}
