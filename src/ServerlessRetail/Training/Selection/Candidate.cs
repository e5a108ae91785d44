using System.Globalization;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Training.Selection;

/// <summary>A trainer with its hyper-parameters, to be compared with others.</summary>
/// <param name="Trainer">How it learns.</param>
/// <param name="IsBalanced">
/// Whether rows of the rarer class are weighted up until both classes count the same; the log-odds are corrected for it.
/// </param>
internal sealed record Candidate(ITrainer Trainer, bool IsBalanced = false)
{
    public string Describe()
    {
        var parameters = Trainer.Parameters.Select(parameter => string.Create(CultureInfo.InvariantCulture, $"{parameter.Key} {parameter.Value:0.#####}"));
        return $"{Trainer.Name} ({string.Join(", ", parameters)}{(IsBalanced ? ", balanced" : "")})";
    }
}

/// <summary>What became of a candidate.</summary>
internal sealed class CandidateResult(Candidate candidate, int folds)
{
    public Candidate Candidate { get; } = candidate;

    /// <summary>What each fold found; null where it was not run.</summary>
    public FoldResult?[] Folds { get; } = new FoldResult?[folds];

    /// <summary>Why it was given up; null where it was not.</summary>
    public string? Failure { get; set; }

    /// <summary>Whether the time was used up before it was done.</summary>
    public bool RanOut { get; set; }

    public bool IsComplete => Failure is null && !RanOut && Array.TrueForAll(Folds, fold => fold is not null);

    /// <summary>Folds that were run.</summary>
    public int FoldsDone => Folds.Count(fold => fold is not null);

    /// <summary>Mean loss over the folds that were run; infinite where there is none.</summary>
    public double Loss => Failure is null && FoldsDone > 0 ? Folds.Where(fold => fold is not null).Average(fold => fold!.Loss) : double.PositiveInfinity;

    /// <summary>Loss of all rows together, each judged by models that have not seen it; null unless all folds were run.</summary>
    public double? OutOfFoldLoss { get; set; }

    /// <summary>Standard error of the mean loss over the folds; 0 for fewer than two.</summary>
    public double StandardError
    {
        get
        {
            var losses = Folds.Where(fold => fold is not null).Select(fold => fold!.Loss).ToArray();
            if (losses.Length < 2)
                return 0;
            var mean = losses.Average();
            return Math.Sqrt(losses.Sum(loss => (loss - mean) * (loss - mean)) / (losses.Length - 1) / losses.Length);
        }
    }

    /// <summary>Rounds for a training on all rows: the mean of the folds'; 0 where the trainer has none.</summary>
    public int Rounds => (int)Math.Round(Folds.Where(fold => fold is not null).Select(fold => (double)fold!.Rounds).DefaultIfEmpty(0).Average());
}

/// <param name="Scores">Raw scores of the rows that the fold judges, row by row.</param>
/// <param name="Loss">Their loss.</param>
/// <param name="Rounds">Rounds that the trainer took; 0 where it has none.</param>
internal sealed record FoldResult(double[] Scores, double Loss, int Rounds);
