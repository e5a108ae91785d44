using CsCheck;
using ServerlessRetail.Training;

namespace ServerlessRetail.Tests.Training;

public sealed class RowUnitsTests
{
    [Fact]
    public void Groups_come_in_the_order_of_their_first_rows() => Gen.Int[0, 12].Array[0, 60].Sample(groups =>
    {
        var units = RowUnits.Of(groups.Length, groups);

        var expected = Enumerable.Range(0, groups.Length).GroupBy(row => groups[row]).Select(group => group.ToArray()).ToList();
        return units.Count == expected.Count && expected.Select((rows, unit) => units[unit].SequenceEqual(rows)).All(same => same);
    });

    [Fact]
    public void Without_groups_every_row_is_a_unit()
    {
        var units = RowUnits.Of(3, groups: null);

        Assert.Equal(3, units.Count);
        Assert.Equal([2], units[2]);
    }

    [Fact]
    public void A_unit_is_of_the_stratum_of_its_first_row()
    {
        var units = RowUnits.Of(5, [7, 8, 7, 9, 8]);

        Assert.Equal([[1], [0, 2]], units.ByStratum([2, 1, 1, 2, 2]));
    }
}
