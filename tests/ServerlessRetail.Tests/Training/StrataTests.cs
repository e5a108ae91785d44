using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Training;

namespace ServerlessRetail.Tests.Training;

public sealed class StrataTests
{
    [Fact]
    public void A_sample_has_each_stratums_share_to_within_one_row() =>
        Gen.Select(Gen.Int[0, 3].Array[1, 300], Gen.Double[0, 1], Gen.Int).Sample((strata, share, seed) =>
        {
            var count = (int)(share * strata.Length);

            var sample = Strata.Sample(strata, count, seed);

            return sample.Length == count
                && sample.SequenceEqual(sample.Distinct().Order())
                && strata.GroupBy(stratum => stratum).All(group =>
                    Math.Abs(sample.Count(row => strata[row] == group.Key) - ((double)group.Count() * count / strata.Length)) <= 1);
        });

    [Fact]
    public void The_seed_decides_what_is_sampled()
    {
        var strata = Strata.Of(ModelTask.Regression, [.. Enumerable.Range(0, 500).Select(row => (float)(row * row))]);

        Assert.Equal(Strata.Sample(strata, 100, seed: 1), Strata.Sample(strata, 100, seed: 1));
        Assert.NotEqual(Strata.Sample(strata, 100, seed: 1), Strata.Sample(strata, 100, seed: 2));
    }
}
