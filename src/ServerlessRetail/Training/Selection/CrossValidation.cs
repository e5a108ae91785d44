using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Telemetry;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Training.Selection;

/// <summary>Trains candidates on folds, several at once, one thread each: the order in which they finish changes nothing.</summary>
/// <param name="features">Feature vectors of the rows that the folds name.</param>
/// <param name="labels">One a row: classes, or numbers in the label's unit.</param>
/// <param name="classes">Classes of the label; 0 for a regression.</param>
/// <param name="threads">Trainings at once; null: as many as there are cores.</param>
internal sealed class CrossValidation(
    FeatureSets features, float[] labels, int classes, IReadOnlyList<Fold> folds, SelectionLoss loss, Action<SelectionProgress>? progress, int? threads = null)
{
    private readonly float[] _targets = loss.LabelScale == LabelScale.Log ? Array.ConvertAll(labels, label => (float)Math.Log(1 + (double)label)) : labels;
    private int _done;

    public IReadOnlyList<Fold> Folds => folds;

    public SelectionLoss Loss => loss;

    /// <summary>Runs candidates on some of the folds.</summary>
    /// <param name="deadline">Cancelled when the time is used up: what is not done then never will be.</param>
    public void Run(IReadOnlyList<CandidateResult> candidates, IEnumerable<int> onFolds, CancellationToken deadline, CancellationToken cancellationToken)
    {
        var before = _done;
        var order = Interleaved(candidates);
        var jobs = (from fold in onFolds from candidate in order where candidate.Folds[fold] is null select (Candidate: candidate, Fold: fold)).ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(jobs, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering), options, job =>
        {
            if (job.Candidate.Failure is null)
                Run(job.Candidate, job.Fold, before + jobs.Count, deadline, cancellationToken);
        });
    }

    /// <summary>Raw scores of all rows that any fold judges, each by models that have not seen it: the mean over the folds that judge it.</summary>
    /// <param name="judged">The rows, ascending.</param>
    public double[] OutOfFold(CandidateResult result, int[] judged)
    {
        var outputs = classes > 2 ? classes : 1;
        var position = new int[labels.Length];
        for (var i = 0; i < judged.Length; i++)
            position[judged[i]] = i;
        var scores = new double[judged.Length * outputs];
        var counts = new int[judged.Length];
        for (var fold = 0; fold < folds.Count; fold++)
        {
            for (var i = 0; i < folds[fold].Validation.Length; i++)
            {
                var at = position[folds[fold].Validation[i]];
                counts[at]++;
                for (var output = 0; output < outputs; output++)
                    scores[(at * outputs) + output] += result.Folds[fold]!.Scores[(i * outputs) + output];
            }
        }
        for (var i = 0; i < scores.Length; i++)
            scores[i] /= counts[i / outputs];
        return scores;
    }

    /// <summary>Rows that some fold judges, ascending.</summary>
    public int[] JudgedRows() => [.. folds.SelectMany(fold => fold.Validation).Distinct().Order()];

    /// <summary>
    /// Trainers in turn, those that take longest first: ML.NET grows one LightGBM model at a time in a process, so that the
    /// other thread had better have a network.
    /// </summary>
    private static List<CandidateResult> Interleaved(IReadOnlyList<CandidateResult> candidates) =>
        [.. candidates.GroupBy(candidate => candidate.Candidate.Trainer.Name).Reverse()
            .SelectMany((ofTrainer, at) => ofTrainer.Select((candidate, turn) => (candidate, turn, at)))
            .OrderBy(item => item.turn).ThenBy(item => item.at)
            .Select(item => item.candidate)];

    private void Run(CandidateResult result, int fold, int planned, CancellationToken deadline, CancellationToken cancellationToken)
    {
        using var activity = deadline.IsCancellationRequested ? null : Instrumentation.Source.StartActivity(SpanNames.Candidate);
        activity?.SetTag(TelemetryAttributes.Trainer, result.Candidate.Trainer.Name)
            .SetTag(TelemetryAttributes.Candidate, result.Candidate.Describe()).SetTag(TelemetryAttributes.Fold, fold + 1);
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline, cancellationToken);
            stop.Token.ThrowIfCancellationRequested();
            result.Folds[fold] = Run(result.Candidate, folds[fold], stop.Token);
            activity?.SetTag(TelemetryAttributes.Loss, result.Folds[fold]!.Loss);
            progress?.Invoke(new SelectionProgress(
                result.Candidate.Trainer.Name, result.Candidate.Describe(), fold + 1, folds.Count, loss.Metric, result.Folds[fold]!.Loss,
                Interlocked.Increment(ref _done), planned));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            result.RanOut = true;
            activity?.SetTag(TelemetryAttributes.Outcome, "stopped");
        }
        catch (RejectedException rejected)
        {
            result.Failure = rejected.Message;
            activity.Fail(rejected.Reason);
        }
    }

    private FoldResult Run(Candidate candidate, Fold fold, CancellationToken cancellationToken)
    {
        var train = Rows(candidate, fold.Train);
        var validation = Rows(candidate, fold.Validation);
        var classWeights = candidate.IsBalanced ? ClassWeights.Balanced(train.Labels, train.Classes) : null;
        var weighted = classWeights is null ? train : train with { Weights = ClassWeights.OfRows(train.Labels, classWeights) };
        var trained = candidate.Trainer.Train(weighted, validation, cancellationToken);

        var outputs = train.Outputs;
        var scores = new double[validation.RowCount * outputs];
        for (var row = 0; row < validation.RowCount; row++)
        {
            var ofRow = scores.AsSpan(row * outputs, outputs);
            trained.Predictor.Predict(validation.Vectors[row], ofRow);
            if (classWeights is not null)
                ClassWeights.Correct(ofRow, classWeights);
        }

        var found = loss.Of(scores, Array.ConvertAll(fold.Validation, row => labels[row]));
        return double.IsFinite(found)
            ? new FoldResult(scores, found, trained.Rounds)
            : throw new RejectedException(RejectionReasons.CannotFit, $"{candidate.Trainer.Name} gave scores that are no numbers.");
    }

    private TrainingSet Rows(Candidate candidate, int[] rows)
    {
        var vectors = features.VectorsFor(candidate.Trainer.Features);
        return new TrainingSet(loss.Task, Array.ConvertAll(rows, row => vectors[row]), Array.ConvertAll(rows, row => _targets[row])) { Classes = classes };
    }
}
