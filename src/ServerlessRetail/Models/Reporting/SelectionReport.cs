using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace ServerlessRetail.Models.Reporting;

/// <summary>How the model was chosen among candidates, on the training rows alone.</summary>
/// <param name="Metric">What they were compared by, one of <see cref="MetricNames"/>.</param>
/// <param name="Chosen">The trainer that won; <c>blend</c> for several.</param>
/// <param name="Why">A sentence.</param>
/// <param name="Folds">How scores were made, in a few words, for example <c>5 folds, stratified by label</c>.</param>
/// <param name="BudgetUsedUp">Whether candidates were left out or cut short for want of time.</param>
public sealed record SelectionReport(string Metric, string Chosen, string Why, string Folds, bool BudgetUsedUp)
{
    /// <summary>In the order in which they were tried.</summary>
    public IReadOnlyList<CandidateReport> Candidates { get => field ?? []; init; }

    /// <summary>The parts of the chosen model; one with weight 1 unless it is a blend.</summary>
    public IReadOnlyList<BlendPart> Blend { get => field ?? []; init; }
}

/// <summary>One trainer with one set of hyper-parameters.</summary>
/// <param name="Folds">Folds that it was trained on.</param>
/// <param name="Rounds">Rounds that it learned in (trees a class, epochs), mean of the folds; 0 where it does not learn in rounds.</param>
/// <param name="Score">Out of fold; null where it has none.</param>
/// <param name="Reason">Why it was stopped or failed, or what it was tried for; a sentence or null.</param>
public sealed record CandidateReport(string Trainer, int Folds, int Rounds, CandidateScore? Score, CandidateState State, string? Reason)
{
    /// <summary>Hyper-parameters by their names in model.json.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get => field ?? ReadOnlyDictionary<string, double>.Empty; init; }

    /// <summary>Processor time that it took, in seconds; null where it was not measured. Nothing is decided by it after the fact.</summary>
    public double? Seconds { get; init; }
}

/// <param name="Metric">One of <see cref="MetricNames"/>.</param>
/// <param name="Mean">Over the folds.</param>
/// <param name="StandardError">Of the mean; 0 where there was one fold.</param>
public sealed record CandidateScore(string Metric, double Mean, double StandardError);

/// <summary>How far a candidate came.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<CandidateState>))]
public enum CandidateState
{
    Finished,

    /// <summary>Given up early: it could no longer win, or the time was up.</summary>
    Stopped,

    /// <summary>It gave no finite predictor.</summary>
    Failed,
}

/// <param name="Weight">Share of the raw score; all of them sum to 1.</param>
public sealed record BlendPart(string Trainer, double Weight);
