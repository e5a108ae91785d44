using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Sentinels;
using ServerlessRetail.Models;
using ServerlessRetail.Tests.Training;

namespace ServerlessRetail.Tests.Datasets.Sentinels;

/// <summary>The sensors' -200 is found in each of their columns, and no number of the other files is taken for one.</summary>
public sealed class SharedSentinelsTests
{
    [Theory]
    [InlineData("airquality/AirQualityUCI.csv")]
    [InlineData("airquality/AirQualityUCI.xlsx")]
    public async Task Missing_readings_of_sensors_are_found(string file)
    {
        var dataset = SentinelRule.Apply((await SharedData.ReadAsync(file)).Dataset, new ModelSettings());

        Assert.Equal(13, dataset.Columns.Count(column => column.MissingNumbers.Any(number => number.Value == -200)));
        Assert.Equal(16_701, dataset.Columns.Sum(column => column.MissingNumbers.Sum(number => number.Count)));
        Assert.DoesNotContain(dataset.Columns, column => Enumerable.Range(0, dataset.RowCount).Any(row => column.GetNumber(row) == -200));
    }

    [Theory]
    [InlineData("airquality/AirQualityUCI.csv")]
    [InlineData("airquality/AirQualityUCI.xlsx")]
    public async Task A_model_of_them_learns(string file)
    {
        var fitting = Fitting.Of((await SharedData.ReadAsync(file)).Dataset, new ModelSettings { Label = "CO(GT)" });

        Assert.Equal(7_674, fitting.Rows.Split.Train.Count + fitting.Rows.Split.Test.Count);
        Assert.True(fitting.Evaluate()[MetricNames.RSquared] > 0.8);
    }

    [Theory]
    [InlineData("telco/Telco-Customer-Churn.csv")]
    [InlineData("online_shoppers/online_shoppers_intention.csv")]
    [InlineData("credit_data/credit_data.csv")]
    [InlineData("wholesale/Wholesale customers data.csv")]
    [InlineData("diamonds/diamonds.csv")]
    [InlineData("bike_hour/bike_sharing.csv")]
    [InlineData("cdnow/CDNOW_master.txt")]
    [InlineData("online_retail/online_retail.csv.gz")]
    public async Task Legitimate_numbers_are_left_alone(string file)
    {
        var dataset = SentinelRule.Apply((await SharedData.ReadAsync(file)).Dataset, new ModelSettings());

        Assert.All(dataset.Columns, column => Assert.Empty(column.MissingNumbers));
    }
}
