using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Training.Selection;
using ServerlessRetail.Training.Trainers;
using static ServerlessRetail.Tests.Training.GeneratedCustomers;

namespace ServerlessRetail.Tests.Training.Selection;

public sealed class SelectionReportingTests
{
    [Fact]
    public void A_part_that_learned_from_a_sample_is_told()
    {
        Assert.EndsWith("; no blend was better. logisticRegression learned from a stratified sample of 300 of 480 training rows.", WhyWhenFittedOn(300));
        Assert.EndsWith("; no blend was better.", WhyWhenFittedOn(480));
    }

    private static string WhyWhenFittedOn(int rows)
    {
        var result = new CandidateResult(new Candidate(new LogisticRegressionTrainer()), folds: 1) { OutOfFoldLoss = 0.5 };
        result.Folds[0] = new FoldResult([0], Loss: 0.5, Rounds: 0);
        var selection = new SelectionResult([result], [new ChosenPart(result, 1)], LabelScale.Linear, MetricNames.LogLoss, [0], [1], [0]);

        var model = Fitting.Of(Create(600, "churn")).Model;
        return SelectionReporting.Report(selection, model, SelectionPlan.For(480, 3, new ModelSettings()), [rows], 480).Why;
    }
}
