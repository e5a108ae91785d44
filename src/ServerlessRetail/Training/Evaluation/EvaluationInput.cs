using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>What a model is judged by: test rows, which nothing else has seen, and others' metrics on the same rows.</summary>
/// <param name="Cells">Of the test rows.</param>
/// <param name="Labels">One a row: 1 or 0 for two classes, the class's index from 0 for several, the number for a regression.</param>
public sealed record EvaluationInput(FittedModel Model, CellMatrix Cells, float[] Labels)
{
    /// <summary>Metrics of always answering the training rows' average; null: not measured.</summary>
    public IReadOnlyDictionary<string, double>? Baseline { get; init; }

    /// <summary>Metrics of the model that answers so far; null: there is none to compare with.</summary>
    public IReadOnlyDictionary<string, double>? Champion { get; init; }

    /// <summary>What wrong decisions cost; null: unknown.</summary>
    public DecisionCosts? Costs { get; init; }

    /// <summary>What customers are told apart by, see <see cref="SliceColumn.From"/>.</summary>
    public IReadOnlyList<SliceColumn> Slices { get; init; } = [];

    /// <summary>Columns whose values must not be in a report: those with personal data that are learned from all the same.</summary>
    public IReadOnlySet<string> Undisclosed { get; init; } = new HashSet<string>();

    /// <summary>Seed of the resamples.</summary>
    public int Seed { get; init; } = 1;
}
