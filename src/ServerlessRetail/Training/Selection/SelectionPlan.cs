using ServerlessRetail.Datasets;

namespace ServerlessRetail.Training.Selection;

/// <summary>
/// How thoroughly candidates are compared, derived from the size of the data alone, so that the same file is compared in
/// the same way on every machine.
/// </summary>
/// <param name="FoldCount">Folds of the cross-validation; 1 is one hold-out.</param>
/// <param name="Repeats">How often the cross-validation is repeated with other folds.</param>
/// <param name="MaxRows">Most rows that a fold learns from.</param>
/// <param name="Budget">Wall time after which the best finished candidate is taken. A safety net: the plan is made to need much less.</param>
internal sealed record SelectionPlan(int FoldCount, int Repeats, int MaxRows, TimeSpan Budget)
{
    private const int SmallRows = 1_500;
    private const int MediumRows = 20_000;
    private const int LargeRows = 100_000;
    private const int SampledRows = 60_000;

    /// <summary>Most rows that a hold-out judges by.</summary>
    public const int MaxValidationRows = 30_000;

    /// <param name="rows">Training rows.</param>
    /// <param name="columns">Feature columns.</param>
    public static SelectionPlan For(int rows, int columns, ModelSettings settings)
    {
        var budget = settings.BudgetSeconds is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.FromSeconds(Math.Clamp(180 + (rows * (double)columns / 20_000), 180, 600));
        return rows switch
        {
            <= SmallRows => new SelectionPlan(5, 3, rows, budget),
            <= MediumRows => new SelectionPlan(5, 1, rows, budget),
            <= LargeRows => new SelectionPlan(3, 1, rows, budget),
            _ => new SelectionPlan(1, 1, SampledRows, budget),
        };
    }

    public string Describe() => FoldCount == 1
        ? "one hold-out of a stratified sample"
        : Repeats == 1 ? $"{FoldCount}-fold cross-validation" : $"{FoldCount}-fold cross-validation, {Repeats} times";
}
