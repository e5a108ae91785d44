using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Tests.Datasets;

namespace ServerlessRetail.Tests.Training;

/// <summary>What training without a word of help is worth on real files.</summary>
public sealed class RealAccuracyTests
{
    [Fact]
    public async Task Telco_churn_is_ranked_well()
    {
        var fitting = await FitAsync("telco/Telco-Customer-Churn.csv", new ModelSettings());

        Assert.Equal(("Churn", "Yes"), (fitting.Model.Description.Label.Name, fitting.Model.Description.Label.Positive));
        Assert.Equal("customerID", fitting.Model.Description.Id);
        AssertAtLeast(0.83, fitting, MetricNames.Auc);
    }

    [Fact]
    public async Task Purchases_of_online_shoppers_are_ranked_well()
    {
        var fitting = await FitAsync("online_shoppers/online_shoppers_intention.csv", new ModelSettings());

        Assert.Equal(("Revenue", "TRUE"), (fitting.Model.Description.Label.Name, fitting.Model.Description.Label.Positive));
        AssertAtLeast(0.88, fitting, MetricNames.Auc);
    }

    [Fact]
    public async Task Prices_of_diamonds_are_explained()
    {
        var fitting = await FitAsync("diamonds/diamonds.csv", new ModelSettings { Label = "price" });

        AssertAtLeast(0.90, fitting, MetricNames.RSquared);
    }

    private static async Task<Fitting> FitAsync(string file, ModelSettings settings) =>
        Fitting.Of((await SharedData.ReadAsync(file)).Dataset, settings);

    private static void AssertAtLeast(double expected, Fitting fitting, string metric)
    {
        var actual = fitting.Evaluate()[metric];

        TestContext.Current.TestOutputHelper?.WriteLine($"{metric} {actual:0.0000}");
        Assert.True(actual >= expected, $"{metric} is {actual:0.0000}, not {expected:0.00}.");
    }
}
