using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class SchemaComparisonTests
{
    private static readonly ColumnSchema[] Before = [Column("tenure"), Column("spend"), Column("region", ColumnType.Categorical), Column("visits")];

    [Fact]
    public void The_same_columns_do_not_differ() => Assert.Empty(Compare(Before));

    [Fact]
    public void A_similar_name_of_the_same_type_is_a_new_name()
    {
        var change = Assert.Single(Compare([.. Before.Skip(1), Column("Tenure_m")]));

        Assert.Equal((SchemaChangeKind.Renamed, SchemaChangeEffect.Accepted, "Tenure_m", "tenure"), (change.Kind, change.Effect, change.Column, change.Before));
    }

    [Fact]
    public void A_similar_name_of_another_type_is_another_column() =>
        Assert.Equal(
            [SchemaChangeKind.Missing, SchemaChangeKind.Extra],
            Compare([.. Before.Skip(1), Column("tenures", ColumnType.Categorical)]).Select(change => change.Kind));

    [Fact]
    public void Another_type_is_coerced()
    {
        var change = Assert.Single(Compare([.. Before.Skip(1), Column("tenure", ColumnType.Categorical)]));

        Assert.Equal((SchemaChangeKind.Retyped, SchemaChangeEffect.Coerced), (change.Kind, change.Effect));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void More_than_half_of_the_features_missing_is_refused(int missing, bool refused)
    {
        var changes = Compare([.. Before.Skip(missing), Column("weather")]);

        Assert.Equal(refused, Record.Exception(() => SchemaComparison.ThrowIfRefused(changes)) is RejectedException { Reason: RejectionReasons.SchemaChanged });
        Assert.DoesNotContain(Compare([.. Before.Skip(missing)], RejectionReasons.SchemaChanged), change => change.Effect == SchemaChangeEffect.Refused);
    }

    private static IReadOnlyList<SchemaChange> Compare(ColumnSchema[] columns, params string[] allow) =>
        SchemaComparison.Compare(Before, "churn", new DatasetSchema(new LabelSchema("churn", ModelTask.Binary, "1", "0", ""), null, columns), allow);

    private static ColumnSchema Column(string name, ColumnType type = ColumnType.Numeric) => new(name, type, ColumnRole.Feature, 0, 40, "");
}
