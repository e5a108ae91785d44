using ServerlessRetail.Datasets;
using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Selection;

/// <summary>
/// Compares candidates by cross-validation on the training rows and chooses one, or a blend. Successive halving
/// (Jamieson and Talwalkar, 2016): all candidates are judged on a few folds, and only the better half goes on. The best of
/// each trainer goes on as long as it is not far behind, since unlike models blend best.
/// </summary>
internal sealed class ModelSelection(SelectionPlan plan, IReadOnlyList<Candidate> candidates, Action<SelectionProgress>? progress, TimeProvider time, int? threads = null)
{
    /// <summary>A trainer whose best candidate loses more than this against the best of all, as a share, does not go on.</summary>
    private const double FarBehind = 0.1;

    /// <summary>With as few rows as this all candidates are judged on all folds: it takes no time, and few folds would say little.</summary>
    private const int AllGoOn = 1_500;

    /// <param name="data">What is learned from.</param>
    /// <exception cref="RejectedException"><see cref="RejectionReasons.CannotFit"/>: no candidate gave a finite loss.</exception>
    public SelectionResult Select(SelectionData data, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(plan.Budget, time);
        var scale = LabelScaleChoice.Choose(data, candidates, deadline.Token, cancellationToken);
        var validation = new CrossValidation(data.Features, data.Labels, data.Classes, data.Folds, new SelectionLoss(data.Task, scale), progress, threads);
        var results = candidates.Select(candidate => new CandidateResult(candidate, data.Folds.Count)).ToList();

        // The first that can learn is the plainest: it is finished whatever the time, so that there is always a model.
        foreach (var result in results)
        {
            validation.Run([result], AllFolds(data), CancellationToken.None, cancellationToken);
            if (result.IsComplete)
                break;
        }
        IReadOnlyList<CandidateResult> racing = results;
        var stages = Stages(data.Folds.Count);
        foreach (var (stage, at) in stages.Select((stage, at) => (stage, at)))
        {
            validation.Run(racing, stage, deadline.Token, cancellationToken);
            if (at < stages.Count - 1 && data.Labels.Length > AllGoOn)
                racing = Better(racing);
        }
        return Conclude(validation, data, results, scale, deadline.IsCancellationRequested);
    }

    private static IEnumerable<int> AllFolds(SelectionData data) => Enumerable.Range(0, data.Folds.Count);

    /// <summary>Folds of each stage: about a fifth, a fifth more, then the rest.</summary>
    private static List<int[]> Stages(int folds)
    {
        if (folds < 3)
            return [[.. Enumerable.Range(0, folds)]];
        var first = Math.Max(1, folds / 5);
        var second = Math.Max(first + 1, 2 * folds / 5);
        return [[.. Enumerable.Range(0, first)], [.. Enumerable.Range(first, second - first)], [.. Enumerable.Range(second, folds - second)]];
    }

    private static List<CandidateResult> Better(IReadOnlyList<CandidateResult> racing)
    {
        var ranked = racing.Where(result => double.IsFinite(result.Loss)).OrderBy(result => result.Loss).ToList();
        if (ranked.Count == 0)
            return [];
        var ahead = ranked.Take((ranked.Count + 1) / 2);
        var bestOfTrainers = ranked.GroupBy(result => result.Candidate.Trainer.Name).Select(group => group.First())
            .Where(result => result.Loss <= ranked[0].Loss * (1 + FarBehind));
        return [.. ranked.Where(ahead.Union(bestOfTrainers).Contains)];
    }

    private static SelectionResult Conclude(
        CrossValidation validation, SelectionData data, List<CandidateResult> results, LabelScale scale, bool isUsedUp)
    {
        var complete = results.Where(result => result.IsComplete).ToList();
        if (complete.Count == 0)
        {
            throw new RejectedException(
                RejectionReasons.CannotFit,
                $"None of {results.Count} candidate models could learn from the file: {results.Select(result => result.Failure).FirstOrDefault(failure => failure is not null)}");
        }
        var judged = validation.JudgedRows();
        var labels = Array.ConvertAll(judged, row => data.Labels[row]);
        var scores = complete.ConvertAll(result => validation.OutOfFold(result, judged));
        var weights = GreedyBlend.Choose(scores, labels, validation.Loss, data.Seed);
        var chosen = complete.Select((result, i) => new ChosenPart(result, weights[i])).Where(part => part.Weight > 0).ToList();
        foreach (var (result, of) in complete.Zip(scores))
            result.OutOfFoldLoss = validation.Loss.Of(of, labels);
        return new SelectionResult(results, chosen, scale, validation.Loss.Metric, judged, labels, GreedyBlend.Blend(scores, weights))
        {
            Loss = validation.Loss.Of(GreedyBlend.Blend(scores, weights), labels),
            IsBudgetUsedUp = isUsedUp && results.Exists(result => result.RanOut),
        };
    }
}

/// <summary>What candidates are compared on.</summary>
/// <param name="Features">Feature vectors of the training rows.</param>
/// <param name="Labels">One a training row: classes, or numbers in the label's unit.</param>
/// <param name="Classes">Classes of the label; 0 for a regression.</param>
/// <param name="Seed">Of whatever is drawn.</param>
internal sealed record SelectionData(ModelTask Task, FeatureSets Features, float[] Labels, int Classes, IReadOnlyList<Fold> Folds, int Seed = 1);

/// <param name="Weight">Its share of the raw score, above 0.</param>
internal sealed record ChosenPart(CandidateResult Result, double Weight);

/// <summary>What was chosen and why.</summary>
/// <param name="Candidates">All, in the order in which they were named.</param>
/// <param name="Chosen">The parts of the model, at least one.</param>
/// <param name="LabelScale">What a regression's raw scores are.</param>
/// <param name="Metric">The loss's name.</param>
/// <param name="JudgedRows">Training rows that have an out-of-fold score, ascending.</param>
/// <param name="JudgedLabels">Their labels.</param>
/// <param name="OutOfFold">Raw scores of what was chosen, row by row, each by models that have not seen the row.</param>
internal sealed record SelectionResult(
    IReadOnlyList<CandidateResult> Candidates,
    IReadOnlyList<ChosenPart> Chosen,
    LabelScale LabelScale,
    string Metric,
    int[] JudgedRows,
    float[] JudgedLabels,
    double[] OutOfFold)
{
    /// <summary>Out-of-fold loss of what was chosen.</summary>
    public double Loss { get; init; }

    /// <summary>Whether the time ran out before all candidates were compared.</summary>
    public bool IsBudgetUsedUp { get; init; }
}
