using System.Globalization;
using ServerlessRetail.Datasets;
using ServerlessRetail.IntegrationTests.MainJob;
using ServerlessRetail.Training.Trainers;
using ServerlessRetail.Training.Trainers.Network;
using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.IntegrationTests.Docs;

public sealed class TrainingPageTests(UnwatchedStorage unwatched) : IClassFixture<UnwatchedStorage>
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/training.md");

    public static TheoryData<string, IReadOnlyList<string[]>> Trainers => new()
    {
        { TrainerNames.LinearRegression, Rows(LinearRegressionTrainer.HyperParameters, new LinearRegressionOptions()) },
        { TrainerNames.LogisticRegression, Rows(LogisticRegressionTrainer.HyperParameters, new LogisticRegressionOptions()) },
        { TrainerNames.BoostedTrees, Rows(BoostedTreesTrainer.HyperParameters, new BoostedTreesOptions()) },
        { TrainerNames.NeuralNetwork, Rows(NeuralNetworkTrainer.HyperParameters, new NetworkOptions()) },
        { TrainerNames.Baseline, Rows(BaselineTrainer.HyperParameters, new BaselineOptions()) },
    };

    [Theory]
    [MemberData(nameof(Trainers), DisableDiscoveryEnumeration = true)]
    public void Lists_every_hyper_parameter_with_its_default_and_bounds_and_no_other(string trainer, IReadOnlyList<string[]> rows) =>
        Assert.Equal(rows, Page.Table(trainer).Select(row => row[..3]));

    [Fact]
    public async Task Lists_every_trainer_and_no_other()
    {
        var run = await CheckAsync("""{ "trainers": ["?"] }""");

        var known = run!.Detail!.Split("Trainers are ")[1].TrimEnd('.').Split(", ");
        Assert.Equal(known, Page.Table("Trainers").Select(row => row[0].Split('`')[1]));
        Assert.Equal(known.Order(StringComparer.Ordinal), Trainers.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Lists_every_task_and_no_other() =>
        Assert.Equal(Enum.GetNames<ModelTask>().Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName).Order(StringComparer.Ordinal), Page.Keys("Training"));

    [Fact]
    public async Task Every_example_can_be_used()
    {
        var examples = string.Join('\n', Page.Code).Split("\n{").Select(example => $"{{{example.TrimStart('{')}").ToList();

        Assert.Equal(8, examples.Count);
        foreach (var example in examples)
            Assert.Null((await CheckAsync(example))?.Detail);
    }

    /// <summary>Uploads a model.json where there is no data yet.</summary>
    /// <returns>The record of its refusal; null: it can be used.</returns>
    private async Task<Training.RunRecord?> CheckAsync(string settings)
    {
        var name = $"{RunningHost.NewModel()}/{DatasetName.SettingsFile}";
        var blob = unwatched.Storage.Data.Datasets.GetBlobClient(name);
        await blob.UploadAsync(BinaryData.FromString(settings), TestContext.Current.CancellationToken);
        return await unwatched.Storage.NewWorker().TrainAsync(blob, name, TestContext.Current.CancellationToken);
    }

    private static IReadOnlyList<string[]> Rows<TOptions>(IReadOnlyList<HyperParameter<TOptions>> parameters, TOptions defaults) =>
    [
        .. parameters.Select(parameter => new[]
        {
            $"`{parameter.Name}`", Text(parameter.Get(defaults)), $"{Text(parameter.Low)} to {Text(parameter.High)}{(parameter.IsWhole ? ", whole" : "")}",
        }),
    ];

    private static string Text(double value) => value.ToString("#,0.######", CultureInfo.InvariantCulture);
}
