using System.Globalization;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Training.Selection;

/// <summary>Tells how a model was chosen.</summary>
internal static class SelectionReporting
{
    /// <param name="fitted">Rows that each part of the model learned from.</param>
    /// <param name="rows">All training rows.</param>
    public static SelectionReport Report(SelectionResult selection, FittedModel model, SelectionPlan plan, IReadOnlyList<int> fitted, int rows) => new(
        selection.Metric, model.Description.Trainer, Why(selection) + Samples(model, fitted, rows), plan.Describe(), selection.IsBudgetUsedUp)
    {
        Candidates = [.. selection.Candidates.Select(candidate => Report(candidate, selection))],
        Blend = [.. model.Description.Parts.Select(part => new BlendPart(part.Trainer, part.Weight))],
    };

    private static CandidateReport Report(CandidateResult result, SelectionResult selection)
    {
        var state = result.Failure is not null ? CandidateState.Failed : result.IsComplete ? CandidateState.Finished : CandidateState.Stopped;
        var score = double.IsFinite(result.Loss) ? new CandidateScore(selection.Metric, result.Loss, result.StandardError) : null;
        return new CandidateReport(result.Candidate.Trainer.Name, result.FoldsDone, result.Rounds, score, state, Reason(result, state))
        {
            Parameters = result.Candidate.Trainer.Parameters,
        };
    }

    private static string? Reason(CandidateResult result, CandidateState state) => state switch
    {
        CandidateState.Failed => result.Failure,
        CandidateState.Stopped when result.RanOut => "The time was used up.",
        CandidateState.Stopped => string.Create(CultureInfo.InvariantCulture, $"Others were ahead after {result.FoldsDone} of {result.Folds.Length} folds."),
        _ when result.Candidate.IsBalanced => "With the rarer class weighted up.",
        _ => null,
    };

    /// <summary>Sentences about parts that did not learn from all rows.</summary>
    private static string Samples(FittedModel model, IReadOnlyList<int> fitted, int rows) => string.Concat(model.Description.Parts
        .Zip(fitted, (part, count) => (part.Trainer, Count: count))
        .Where(part => part.Count < rows)
        .Distinct()
        .Select(part => string.Create(CultureInfo.InvariantCulture, $" {part.Trainer} learned from a stratified sample of {part.Count} of {rows} training rows.")));

    private static string Why(SelectionResult selection)
    {
        var finished = selection.Candidates.Where(result => result.OutOfFoldLoss is not null).OrderBy(result => result.OutOfFoldLoss).ToList();
        var best = finished[0];
        var compared = string.Create(CultureInfo.InvariantCulture, $"of {selection.Candidates.Count} candidates, {finished.Count} of them on all folds");
        if (selection.Chosen.Count > 1)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"A blend of {Parts(selection)} has the lowest out-of-fold {selection.Metric}, {selection.Loss:0.####}, against {best.OutOfFoldLoss:0.####} of the best single one, {compared}.");
        }
        var next = finished.Skip(1).FirstOrDefault(result => result.Candidate.Trainer.Name != best.Candidate.Trainer.Name);
        var against = next is null ? "" : string.Create(CultureInfo.InvariantCulture, $" against {next.OutOfFoldLoss:0.####} of {next.Candidate.Trainer.Name}");
        return string.Create(CultureInfo.InvariantCulture,
            $"{selection.Chosen[0].Result.Candidate.Trainer.Name} has the lowest out-of-fold {selection.Metric}, {selection.Loss:0.####}{against}, {compared}; no blend was better.");
    }

    /// <summary>The blend's trainers with their weights; which hyper-parameters they had, the candidates tell.</summary>
    private static string Parts(SelectionResult selection) => string.Join(" and ", selection.Chosen
        .GroupBy(part => part.Result.Candidate.Trainer.Name)
        .Select(parts => string.Create(CultureInfo.InvariantCulture, $"{parts.Sum(part => part.Weight):0%} {parts.Key}{(parts.Count() > 1 ? $" ({parts.Count()} of them)" : "")}")));
}
