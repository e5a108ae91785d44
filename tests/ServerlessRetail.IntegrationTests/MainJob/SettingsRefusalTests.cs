using ServerlessRetail.Datasets;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>What is wrong in model.json is told by its key, with what is allowed; before there is any data where that can be known.</summary>
public sealed class SettingsRefusalTests(AzuriteFixture azurite) : HostTests(azurite)
{
    public static TheoryData<string, string[]> AlwaysWrong => new()
    {
        { """{ "trainers": ["randomForest"] }""", ["trainers", "randomForest", "linearRegression, logisticRegression, boostedTrees, neuralNetwork"] },
        { """{ "trainers": [{ "name": "boostedTrees", "depth": 6 }] }""", ["depth", "leaves", "minimumRowsPerLeaf"] },
        { """{ "trainers": [{ "name": "boostedTrees", "learningRate": 3 }] }""", ["learningRate", "3", "to 1"] },
        { """{ "trainers": [{ "name": "neuralNetwork", "layer1": 1.5 }] }""", ["layer1", "whole number", "1024"] },
        { """{ "trainers": [{ "name": "neuralNetwork", "preset": "paper" }] }""", ["paper", "article"] },
        { """{ "trainers": [{ "name": "boostedTrees", "preset": "article" }] }""", ["boostedTrees", "no presets"] },
        { """{ "trainers": [] }""", ["trainers", "list of names"] },
        { """{ "task": "regression", "trainers": ["logisticRegression"] }""", ["logisticRegression", "regression", "linearRegression, boostedTrees, neuralNetwork"] },
        { """{ "task": "binary", "trainers": ["linearRegression"] }""", ["linearRegression", "binary", "logisticRegression, boostedTrees, neuralNetwork"] },
        { """{ "task": "ranking" }""", ["task", "binary, multiclass, regression"] },
        { """{ "budgetSeconds": 0 }""", ["budgetSeconds", "above 0"] },
        { """{ "budget": 1.5 }""", ["budget", "below 1"] },
    };

    public static TheoryData<string, string[]> WrongForTheFile => new()
    {
        { """{ "label": "visits", "trainers": ["logisticRegression"] }""", ["logisticRegression", "regression", "linearRegression"] },
        { """{ "trainers": ["linearRegression"] }""", ["linearRegression", "binary", "logisticRegression"] },
        { """{ "positive": "maybe" }""", ["positive", "Its values are", "yes"] },
        { """{ "task": "regression" }""", ["task", "regression", "\"binary\""] },
        { """{ "label": "tenure", "task": "binary" }""", ["task", "binary", "\"regression\""] },
        { """{ "group": "household" }""", ["group", "household", "tenure, tier, visits"] },
        { """{ "time": "month" }""", ["time", "month", "tenure, tier, visits"] },
        { """{ "time": "tier" }""", ["time", "tier", "dates nor numbers"] },
        { """{ "exclude": ["closed_on"] }""", ["exclude", "closed_on", "tenure, tier, visits"] },
    };

    [Theory]
    [MemberData(nameof(AlwaysWrong))]
    [MemberData(nameof(WrongForTheFile))]
    public async Task Settings_that_do_not_fit_are_refused_with_what_is_allowed(string settings, string[] told)
    {
        var model = RunningHost.NewModel();
        await Host.UploadAsync($"{model}/model.json", settings);

        var run = await Host.TrainAsync($"{model}/customers.csv", Samples.Churn());

        Assert.Equal(("rejected", RejectionReasons.InvalidSettings), (RunningHost.Text(run["state"]), RunningHost.Text(run["reason"])));
        Assert.All([DatasetName.SettingsFile, .. told], text => Assert.Contains(text, RunningHost.Text(run["detail"]), StringComparison.Ordinal));
        Assert.DoesNotContain("fit", run["steps"]!.AsArray().Select(step => RunningHost.Text(step!["name"])));
    }

    [Theory]
    [MemberData(nameof(AlwaysWrong))]
    public async Task Settings_that_fit_no_file_are_refused_before_there_is_one(string settings, string[] told)
    {
        var model = RunningHost.NewModel();

        await Host.UploadAsync($"{model}/model.json", settings);

        var run = await Host.WaitForRunAsync(model, _ => true);
        Assert.Equal(RejectionReasons.InvalidSettings, RunningHost.Text(run["reason"]));
        Assert.All(told, text => Assert.Contains(text, RunningHost.Text(run["detail"]), StringComparison.Ordinal));
    }
}
