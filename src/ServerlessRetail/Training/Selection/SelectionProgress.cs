namespace ServerlessRetail.Training.Selection;

/// <summary>One candidate was judged on one fold.</summary>
/// <param name="Trainer">Its trainer.</param>
/// <param name="Candidate">The trainer with its hyper-parameters.</param>
/// <param name="Fold">From 1.</param>
/// <param name="Metric">What <paramref name="Score"/> is; lower is better.</param>
/// <param name="Done">Trainings that are done.</param>
/// <param name="Planned">Trainings that are planned so far; those that are ahead then get more.</param>
public sealed record SelectionProgress(
    string Trainer, string Candidate, int Fold, int Folds, string Metric, double Score, int Done, int Planned);
