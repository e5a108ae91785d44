using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Training;
using ServerlessRetail.Training.Evaluation;
using ServerlessRetail.Training.Selection;
using static ServerlessRetail.Tests.Training.GeneratedCustomers;

namespace ServerlessRetail.Tests.Training;

public sealed class ModelFittingTests
{
    [Fact]
    public void A_model_tells_what_it_was_made_of_and_from()
    {
        var description = Fitting.Of(Create(600, "churn"), new ModelSettings { Exclude = ["visits"] }).Model.Description;

        Assert.Equal("logisticRegression", description.Trainer);
        Assert.Equal("customerId", description.Id);
        Assert.Equal(["tenure", "tier"], description.Recipe.Columns.Select(column => column.Name));
        Assert.Equal(["visits", "churn"], description.IgnoredColumns);
        Assert.Equal((1, 0), (description.OutputScale, description.OutputOffset));
        Assert.Equal(Fitting.Lineage, description.Lineage);
    }

    [Fact]
    public void A_regression_gives_label_units_and_no_threshold()
    {
        var description = Fitting.Of(Create(600, "yearlySpend")).Model.Description;

        Assert.Equal("linearRegression", description.Trainer);
        Assert.Equal(0, description.Threshold);
        Assert.Equal((1, 0), (description.OutputScale, description.OutputOffset));
        Assert.Equal(LabelScale.Linear, description.LabelScale);
    }

    [Fact]
    public void Costs_set_the_threshold() =>
        Assert.Equal(0.2, Fitting.Of(Create(600, "churn"), new ModelSettings { Costs = new DecisionCosts(1, 4) }).Model.Description.Threshold, 12);

    [Fact]
    public void Else_the_threshold_is_the_one_with_the_best_F1_on_scores_out_of_fold()
    {
        var fitting = Fitting.Of(Create(600, "churn"));
        var outOfFold = CompareAgain(fitting);
        var probabilities = Array.ConvertAll(
            outOfFold.OutOfFold, score => fitting.Model.Probability((score * fitting.Model.Description.OutputScale) + fitting.Model.Description.OutputOffset));

        double F1(double threshold) => BinaryEvaluation.Evaluate(probabilities, outOfFold.JudgedLabels, threshold)[MetricNames.F1];

        Assert.Equal(fitting.Rows.TrainLabels.Length, probabilities.Length);
        Assert.All(Enumerable.Range(1, 99), percent => Assert.True(F1(fitting.Model.Description.Threshold) >= F1(percent / 100.0)));
    }

    [Theory]
    [InlineData("churn")]
    [InlineData("yearlySpend")]
    public void Test_rows_change_nothing_about_the_model(string label)
    {
        var fitting = Fitting.Of(Create(400, label));
        var test = fitting.Rows.Split.Test.ToHashSet();

        var changed = Fitting.Of(Create(400, label, change: (row, drawn) => test.Contains(row) ? drawn with { Tenure = 1e6f, Visits = 25, Tier = "new" } : drawn));

        Assert.Equal(WithoutGoldenRows(fitting), WithoutGoldenRows(changed));
    }

    [Theory]
    [InlineData("churn")]
    [InlineData("yearlySpend")]
    public void The_same_rows_and_settings_give_the_same_file_bit_for_bit(string label) =>
        Assert.Equal(Fitting.Of(Create(400, label)).File(), Fitting.Of(Create(400, label)).File());

    [Theory]
    [InlineData("churn")]
    [InlineData("yearlySpend")]
    public void The_whole_comparison_gives_the_same_file_with_one_thread_and_with_three(string label) =>
        Assert.Equal(Compared(label, threads: 1), Compared(label, threads: 3));

    [Fact]
    public void Another_seed_holds_out_other_rows() =>
        Assert.NotEqual(
            Fitting.Of(Create(400, "churn")).Rows.Split.Test, Fitting.Of(Create(400, "churn"), new ModelSettings { Seed = 2 }).Rows.Split.Test);

    [Theory]
    [InlineData("churn")]
    [InlineData("yearlySpend")]
    public void One_absurd_number_among_many_does_not_spoil_the_model(string label)
    {
        var dataset = Create(1_000, label, change: (row, drawn) => row == 17 ? drawn with { Tenure = float.MaxValue, Visits = -3e38f } : drawn);

        var fitting = Fitting.Of(dataset);

        Assert.True(double.IsFinite(fitting.Model.Explainer.BaseScores[0]));
        Assert.True(fitting.Evaluate().Values.All(double.IsFinite));
        Assert.NotNull(fitting.Reloaded());
    }

    /// <summary>The file of a model chosen among all default candidates.</summary>
    private static byte[] Compared(string label, int threads)
    {
        var dataset = Create(200, label);
        var schema = SchemaInference.Infer(dataset, new ModelSettings());
        var rows = LabeledRows.Create(dataset, schema.Label, seed: 1);
        var result = ModelFitting.Fit(
            dataset, schema, rows, new ModelSettings(), Fitting.Lineage, TestContext.Current.CancellationToken, threads: threads);
        return ModelFile.Write(result.Model, []);
    }

    /// <summary>The comparison of the one candidate, as the fitting made it.</summary>
    private static SelectionResult CompareAgain(Fitting fitting)
    {
        var settings = new ModelSettings { Trainers = [Fitting.PlainTrainer(ModelTask.Binary)] };
        var schema = SchemaInference.Infer(fitting.Dataset, settings);
        var plan = SelectionPlan.For(fitting.Rows.TrainLabels.Length, schema.Features.Count(), settings);
        var sample = SelectionSample.Of(plan, fitting.Rows, ModelTask.Binary, settings.Seed);
        var features = new FeatureSets(new FeatureRecipes(fitting.Dataset, schema, fitting.Rows.Split.Train), sample.Rows);
        var candidates = TrainerCatalog.Candidates(settings, new DataSize(ModelTask.Binary, sample.Rows.Count, fitting.Model.Recipe.Width), rarerShare: 0.5);
        return new ModelSelection(plan, candidates, progress: null, TimeProvider.System).Select(
            new SelectionData(ModelTask.Binary, features, sample.Labels, schema.Label.Classes.Count, sample.Folds), TestContext.Current.CancellationToken);
    }

    private static byte[] WithoutGoldenRows(Fitting fitting) => ModelFile.Write(fitting.Model, []);
}
