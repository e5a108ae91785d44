using System.Globalization;
using CsCheck;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Models;

namespace ServerlessRetail.Tests.Scoring;

public sealed class LoadedModelsTests
{
    private static readonly FittedModel Fitted = new ModelBuilder(ModelBuilder.RetailRecipe).Build();

    [Fact]
    public void A_version_is_found_under_its_model_only()
    {
        var models = new LoadedModels(100);

        var added = models.Add(Served("churn", "aaaaaaaaaaaa"), () => 10);

        Assert.True(models.TryUse("churn", "aaaaaaaaaaaa", out var found));
        Assert.Same(added, found);
        Assert.False(models.TryUse("spend", "aaaaaaaaaaaa", out _));
        Assert.False(models.TryUse("churn", "bbbbbbbbbbbb", out _));
    }

    [Fact]
    public void The_version_not_used_for_longest_gives_way()
    {
        var models = new LoadedModels(20);
        var first = models.Add(Served("churn", "aaaaaaaaaaaa"), () => 10);
        var second = models.Add(Served("churn", "bbbbbbbbbbbb"), () => 10);

        models.Use(first);
        models.Add(Served("churn", "cccccccccccc"), () => 10);

        Assert.NotNull(first.Served);
        Assert.Null(second.Served);
        Assert.False(models.TryUse("churn", "bbbbbbbbbbbb", out _));
        Assert.Equal((2, 20), (models.Count, models.Bytes));
    }

    [Fact]
    public void A_large_version_drives_out_as_many_as_it_must()
    {
        var models = new LoadedModels(30);
        foreach (var version in (string[])["aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc"])
            models.Add(Served("churn", version), () => 10);

        models.Add(Served("churn", "dddddddddddd"), () => 20);

        Assert.True(models.TryUse("churn", "cccccccccccc", out _));
        Assert.True(models.TryUse("churn", "dddddddddddd", out _));
        Assert.Equal(2, models.Count);
    }

    [Fact]
    public void The_version_that_came_last_stays_however_large()
    {
        var models = new LoadedModels(1);
        models.Add(Served("churn", "aaaaaaaaaaaa"), () => 10);

        var last = models.Add(Served("churn", "bbbbbbbbbbbb"), () => 1_000);

        Assert.NotNull(last.Served);
        Assert.Equal((1, 1_000), (models.Count, models.Bytes));
    }

    [Fact]
    public void A_version_that_has_grown_counts_as_what_it_is_when_the_next_comes()
    {
        var (models, size) = (new LoadedModels(30), 10);
        models.Add(Served("churn", "aaaaaaaaaaaa"), () => 10);
        models.Add(Served("churn", "bbbbbbbbbbbb"), () => size);

        size = 15;
        models.Add(Served("churn", "cccccccccccc"), () => 10);

        Assert.False(models.TryUse("churn", "aaaaaaaaaaaa", out _));
        Assert.Equal((2, 25), (models.Count, models.Bytes));
    }

    [Fact]
    public void A_version_that_comes_twice_is_kept_and_counted_once()
    {
        var models = new LoadedModels(100);

        var places = new[] { models.Add(Served("churn", "aaaaaaaaaaaa"), () => 10), models.Add(Served("churn", "aaaaaaaaaaaa"), () => 10) };

        Assert.Same(places[0], places[1]);
        Assert.Equal(10, models.Bytes);
    }

    [Fact]
    public void A_version_can_be_let_go_once_and_come_back()
    {
        var models = new LoadedModels(100);
        var place = models.Add(Served("churn", "aaaaaaaaaaaa"), () => 10);

        models.Remove(place);
        models.Remove(place);
        var again = models.Add(Served("churn", "aaaaaaaaaaaa"), () => 10);

        Assert.Null(place.Served);
        Assert.NotNull(again.Served);
        Assert.Equal(10, models.Bytes);
    }

    [Fact]
    public void Whatever_comes_the_budget_holds_but_for_the_last_and_the_latest_used_stay() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[1, 60]).Array[1, 60].Sample(uses =>
        {
            var models = new LoadedModels(100);
            var expected = new List<(int Version, int Bytes)>();
            foreach (var (version, bytes) in uses)
            {
                var name = version.ToString("D12", CultureInfo.InvariantCulture);
                var known = expected.FindIndex(kept => kept.Version == version);
                if (!models.TryUse("churn", name, out _))
                    models.Add(Served("churn", name), () => bytes);
                var use = known >= 0 ? expected[known] : (version, bytes);
                if (known >= 0)
                    expected.RemoveAt(known);
                expected.Add(use);
                while (expected.Count > 1 && expected.Sum(kept => kept.Bytes) > 100)
                    expected.RemoveAt(0);

                Assert.Equal(expected.Sum(kept => kept.Bytes), models.Bytes);
                Assert.Equal(expected.Count, models.Count);
            }
            Assert.All(expected, kept => Assert.True(models.TryUse("churn", kept.Version.ToString("D12", CultureInfo.InvariantCulture), out _)));
        });

    [Fact]
    public async Task Many_threads_and_a_small_budget_leave_the_count_right()
    {
        var models = new LoadedModels(35);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 5_000; i++)
            {
                var version = random.Next(12).ToString("D12", CultureInfo.InvariantCulture);
                if (!models.TryUse("churn", version, out var loaded))
                    loaded = models.Add(Served("churn", version), () => 10);
                if (random.Next(20) == 0)
                    models.Remove(loaded);
            }
        }, TestContext.Current.CancellationToken)));

        Assert.InRange(models.Bytes, 0, 35);
        Assert.Equal(models.Bytes, 10 * models.Count);
    }

    [Theory]
    [InlineData(2L << 30, 512L << 20)]
    [InlineData(100L << 20, 64L << 20)]
    [InlineData(256L << 30, 4L << 30)]
    public void The_budget_is_a_quarter_of_what_there_is_within_bounds(long available, long budget) =>
        Assert.Equal(budget, CacheBudget.Of(available));

    private static ServedModel Served(string model, string version) => new(model, version, Fitted);
}
