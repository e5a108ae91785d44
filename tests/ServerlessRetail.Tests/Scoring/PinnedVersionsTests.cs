using Azure;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Models;

namespace ServerlessRetail.Tests.Scoring;

public sealed class PinnedVersionsTests
{
    private static readonly FittedModel Fitted = new ModelBuilder(ModelBuilder.RetailRecipe).Build();

    [Fact]
    public void A_version_is_found_under_its_model_only()
    {
        var versions = new PinnedVersions(2);
        var added = Served("churn", "aaaaaaaaaaaa");

        versions.Add(added);

        Assert.Same(added, versions.Find("churn", "aaaaaaaaaaaa"));
        Assert.Null(versions.Find("spend", "aaaaaaaaaaaa"));
        Assert.Null(versions.Find("churn", "bbbbbbbbbbbb"));
    }

    [Fact]
    public void The_version_not_used_for_longest_gives_way()
    {
        var versions = new PinnedVersions(2);
        versions.Add(Served("churn", "aaaaaaaaaaaa"));
        versions.Add(Served("churn", "bbbbbbbbbbbb"));

        versions.Find("churn", "aaaaaaaaaaaa");
        versions.Add(Served("churn", "cccccccccccc"));

        Assert.NotNull(versions.Find("churn", "aaaaaaaaaaaa"));
        Assert.Null(versions.Find("churn", "bbbbbbbbbbbb"));
        Assert.NotNull(versions.Find("churn", "cccccccccccc"));
    }

    private static ServedModel Served(string model, string version) => new(model, version, Fitted, default(ETag));
}
