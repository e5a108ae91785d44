using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.PersonalData;

namespace ServerlessRetail.Tests.Datasets.PersonalData;

public sealed class PersonalDataRuleTests
{
    private static readonly Dataset Customers = new DatasetBuilder(100)
        .Texts("customerId", row => $"C{1_000 + (row * 37 % 9_000)}")
        .Texts("email", row => $"customer{row}@example.com")
        .Numbers("age", row => 20 + (row % 50))
        .Cycle("region", "north", "south")
        .Cycle("churn", "yes", "no", "no")
        .Build();

    [Fact]
    public void Personal_data_are_left_out_with_the_reason()
    {
        var column = Schema(new ModelSettings()).Columns[1];

        Assert.Equal((ColumnRole.Excluded, PersonalDataKind.Email), (column.Role, column.PersonalData));
        Assert.StartsWith("personal data: e-mail", column.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("personalData:email")]
    [InlineData("personalData")]
    public void Model_json_may_keep_a_column(string allow)
    {
        var settings = new ModelSettings { Allow = [allow], Types = new Dictionary<string, ColumnType> { ["email"] = ColumnType.Categorical } };

        Assert.Equal(ColumnRole.Feature, Schema(settings).Columns[1].Role);
        Assert.True(Assert.Single(PersonalDataRule.Find(Customers, settings)).Kept);
    }

    [Fact]
    public void A_file_of_nothing_but_personal_data_is_rejected_without_a_value()
    {
        var dataset = new DatasetBuilder(100)
            .Texts("contact", row => row % 4 == 0 ? $"user{row}@example.com" : $"ask for {row % 11}")
            .Cycle("churn", "yes", "no")
            .Build();
        var schema = SchemaInference.Infer(dataset, new ModelSettings { Types = new Dictionary<string, ColumnType> { ["contact"] = ColumnType.Categorical } });

        var rejected = Assert.Throws<RejectedException>(() => PersonalDataRule.Apply(schema, PersonalDataRule.Find(dataset, new ModelSettings())));

        Assert.Equal(RejectionReasons.NoFeatures, rejected.Reason);
        Assert.DoesNotContain("example", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sensitive_columns_are_marked_and_stay_features()
    {
        var schema = SensitiveAttributes.Mark(Schema(new ModelSettings()), Customers, new ModelSettings { Sensitive = ["region"] });

        Assert.Equal(["age", "region"], schema.Columns.Where(column => column.Sensitive).Select(column => column.Name));
        Assert.All(schema.Columns.Where(column => column.Sensitive), column => Assert.Equal(ColumnRole.Feature, column.Role));
    }

    [Fact]
    public void A_sensitive_column_that_is_not_there_is_told()
    {
        var rejected = Assert.Throws<RejectedException>(
            () => SensitiveAttributes.Mark(Schema(new ModelSettings()), Customers, new ModelSettings { Sensitive = ["faith"] }));

        Assert.Equal(RejectionReasons.InvalidSettings, rejected.Reason);
    }

    [Theory]
    [InlineData("Gender", true)]
    [InlineData("SeniorCitizen", true)]
    [InlineData("marital_status", true)]
    [InlineData("Geschlecht", true)]
    [InlineData("account_age", false)]
    [InlineData("average", false)]
    [InlineData("Seniority", false)]
    public void Sensitive_attributes_are_known_by_name(string name, bool sensitive) =>
        Assert.Equal(sensitive, SensitiveAttributes.IsSensitive(name, new ModelSettings()));

    [Fact]
    public void A_mask_tells_nothing_about_the_value() =>
        Gen.String[1, 50].Sample(value => Masking.Mask(value) == Masking.Masked);

    private static DatasetSchema Schema(ModelSettings settings) =>
        PersonalDataRule.Apply(SchemaInference.Infer(Customers, settings), PersonalDataRule.Find(Customers, settings));
}
