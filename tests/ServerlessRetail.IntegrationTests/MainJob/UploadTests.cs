using ServerlessRetail.LocalHost.Demo;

namespace ServerlessRetail.IntegrationTests.MainJob;

public sealed class UploadTests(AzuriteFixture azurite) : HostTests(azurite)
{
    [Fact]
    public async Task The_sample_becomes_a_champion_with_a_report_and_scores_a_customer()
    {
        var model = await Host.NewQuickModelAsync();

        var run = await Host.TrainAsync($"{model}/2026/customers.csv", Samples.Customers);

        Assert.Equal("promoted", RunningHost.Text(run["state"]));
        Assert.Equal(12, run["quarantine"]!["fieldCount"]!.GetValue<int>());
        Assert.Equal(
            ["read", "understand", "duplicates", "split", "quality", "guards", "fit", "evaluate", "register", "promote"],
            run["steps"]!.AsArray().Select(step => RunningHost.Text(step!["name"])));
        var view = await Host.GetJsonAsync($"api/models/{model}");
        Assert.Equal(("binary", "churned", "yes"), (RunningHost.Text(view["task"]), RunningHost.Text(view["label"]), RunningHost.Text(view["positive"])));
        var champion = view["champion"]!;
        Assert.InRange(champion["metrics"]!["auc"]!.GetValue<double>(), 0.82, 0.92);
        Assert.True(champion["metrics"]!["logLoss"]!.GetValue<double>() < champion["baseline"]!["logLoss"]!.GetValue<double>());
        Assert.Equal(5000, champion["rows"]!["read"]!.GetValue<int>());
        Assert.Equal(champion["rows"]!["used"]!.GetValue<int>() + 12, champion["rows"]!["read"]!.GetValue<int>());
        var (_, score) = await Host.ScoreAsync(model, SampleCustomers.ExampleJson);
        Assert.InRange(score!["probability"]!.GetValue<double>(), 0.5, 1);
        Assert.Equal("yes", RunningHost.Text(score["decision"]));
        Assert.Equal(RunningHost.Text(champion["version"]), RunningHost.Text(score["version"]));
    }

    [Fact]
    public async Task Telco_is_understood_without_being_told_more()
    {
        var model = await Host.NewQuickModelAsync();

        var run = await Host.TrainAsync($"{model}/Telco-Customer-Churn.csv", Samples.Shared("telco/Telco-Customer-Churn.csv"));

        Assert.Equal("promoted", RunningHost.Text(run["state"]));
        Assert.InRange(run["metrics"]!["auc"]!.GetValue<double>(), 0.83, 0.9);
        var view = await Host.GetJsonAsync($"api/models/{model}");
        Assert.Equal("Churn", RunningHost.Text(view["label"]));
        var (_, score) = await Host.ScoreAsync(model, """{"customerID":"7590-VHVEG","gender":"Female","SeniorCitizen":0,"tenure":1,"Contract":"Month-to-month","MonthlyCharges":29.85,"TotalCharges":" "}""");
        Assert.Equal("7590-VHVEG", RunningHost.Text(score!["id"]));
        Assert.DoesNotContain(score["warnings"]!.AsArray(), warning => RunningHost.Text(warning!["column"]) == "customerID");
        Assert.InRange(score["probability"]!.GetValue<double>(), 0.2, 0.95);
    }

    [Fact]
    public async Task Web_sessions_with_semicolons_are_understood_without_being_told_more()
    {
        var model = await Host.NewQuickModelAsync();

        var run = await Host.TrainAsync($"{model}/sessions.csv", Samples.Shared("online_shoppers/online_shoppers_intention.csv"));

        Assert.Equal("promoted", RunningHost.Text(run["state"]));
        Assert.InRange(run["metrics"]!["auc"]!.GetValue<double>(), 0.88, 0.95);
        var (_, score) = await Host.ScoreAsync(model, """{"PageValues":40,"BounceRates":0,"ExitRates":0.01,"Month":"Nov","Weekend":true}""");
        Assert.Equal("TRUE", RunningHost.Text(score!["decision"]));
    }

    [Fact]
    public async Task A_number_named_as_label_is_predicted_by_regression()
    {
        var model = RunningHost.NewModel();
        await Host.UploadAsync($"{model}/model.json", """{ "label": "Grocery", "trainers": [{ "name": "linearRegression", "l2": 1 }] }""");

        var run = await Host.TrainAsync($"{model}/wholesale.csv", Samples.Shared("wholesale/Wholesale customers data.csv"));

        Assert.Equal("promoted", RunningHost.Text(run["state"]));
        Assert.InRange(run["metrics"]!["r2"]!.GetValue<double>(), 0.6, 1);
        var (_, score) = await Host.ScoreAsync(model, """{"Channel":2,"Region":3,"Fresh":12669,"Milk":9656,"Frozen":214,"Detergents_Paper":2674,"Delicassen":1338}""");
        Assert.InRange(score!["prediction"]!.GetValue<double>(), 4_000, 16_000);
        Assert.Null(score["probability"]);
    }

    [Fact]
    public async Task Settings_that_come_after_the_data_train_it_anew()
    {
        var model = await Host.NewQuickModelAsync();
        await Host.TrainAsync($"{model}/customers.csv", Samples.Churn());

        await Host.UploadAsync($"{model}/model.json", """{ "label": "visits", "exclude": ["churn"], "trainers": [{ "name": "linearRegression", "l2": 1 }] }""");
        await RunningHost.WaitAsync(
            async () => await Host.GetRunsAsync(model) is { Count: 2 } runs && runs.All(run => RunningHost.Text(run["state"]) != "running"),
            "the second run");

        var last = (await Host.GetRunsAsync(model))[0];
        Assert.Equal($"{model}/customers.csv", RunningHost.Text(last["dataset"]!["blob"]));
        Assert.Contains("visits", RunningHost.Text(last["steps"]!.AsArray().First(step => RunningHost.Text(step!["name"]) == "understand")!["detail"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_rows_go_to_quarantine_with_their_line_and_reason()
    {
        var model = await Host.NewQuickModelAsync();
        var csv = Samples.Churn() + "C1,5,gold\nC2,7,gold,3,\n";

        var run = await Host.TrainAsync($"{model}/customers.csv", csv);

        var quarantine = await Host.Storage.Quarantine.GetBlobClient($"{model}/{RunningHost.Text(run["id"])}.csv").DownloadContentAsync(TestContext.Current.CancellationToken);
        var lines = quarantine.Value.Content.ToString().TrimStart('\uFEFF').TrimEnd().Split('\n');
        Assert.Equal("quarantine_line,quarantine_reason,customer_id,tenure,tier,visits,churn", lines[0].TrimEnd('\r'));
        Assert.Contains(lines, line => line.StartsWith("302,fieldCount,C1,5,gold", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("303,missingLabel,C2,7,gold,3", StringComparison.Ordinal));
        Assert.Equal(302, run["rows"]!["read"]!.GetValue<int>());
        Assert.Equal(300, run["rows"]!["used"]!.GetValue<int>());
    }
}
