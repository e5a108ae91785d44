using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Training.Calibration;
using ServerlessRetail.Training.Evaluation;
using ServerlessRetail.Training.Selection;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Training;

/// <summary>
/// From training rows to a fitted model: candidates are compared by cross-validation, the chosen ones learn from all
/// training rows, and their scores are calibrated and the threshold set on out-of-fold scores.
/// </summary>
public sealed class ModelFitting
{
    /// <summary>From this many training rows on, a collection costs less than what it gives back.</summary>
    private const int ManyRows = 100_000;

    private readonly DatasetSchema _schema;
    private readonly LabeledRows _rows;
    private readonly ModelSettings _settings;
    private readonly FeatureRecipes _recipes;
    private readonly SelectionPlan _plan;

    private ModelFitting(Dataset dataset, DatasetSchema schema, LabeledRows rows, ModelSettings settings)
    {
        (_schema, _rows, _settings) = (schema, rows, settings);
        _recipes = new FeatureRecipes(dataset, schema, rows.Split.Train);
        _plan = FittingPlan.Narrow(
            SelectionPlan.For(rows.TrainLabels.Length, schema.Features.Count(), settings), schema.Label.Task, _recipes.Base.Width, rows.TrainLabels.Length);
    }

    private ModelTask Task => _schema.Label.Task;

    /// <param name="progress">Told of each training of the comparison, from several threads; null: nobody is.</param>
    /// <param name="time">For the time that comparing may take; null: the system's.</param>
    /// <param name="threads">Trainings at once, which changes nothing about the model; null: as many as there are cores.</param>
    /// <exception cref="RejectedException">The training rows have nothing to learn from.</exception>
    public static FittingResult Fit(
        Dataset dataset,
        DatasetSchema schema,
        LabeledRows rows,
        ModelSettings settings,
        ModelLineage lineage,
        CancellationToken cancellationToken,
        Action<SelectionProgress>? progress = null,
        TimeProvider? time = null,
        int? threads = null) =>
        new ModelFitting(dataset, schema, rows, settings).Fit(lineage, progress, time ?? TimeProvider.System, threads, cancellationToken);

    private FittingResult Fit(ModelLineage lineage, Action<SelectionProgress>? progress, TimeProvider time, int? threads, CancellationToken cancellationToken)
    {
        var selection = Select(progress, time, threads, cancellationToken);
        var parts = FitParts(selection, cancellationToken);
        var calibration = Calibrate(selection);
        var interval = ChooseInterval(selection, calibration);
        var model = Assemble(selection, parts, calibration, interval?.Interval, lineage);
        return new FittingResult(model, SelectionReporting.Report(selection, model, _plan, parts.ConvertAll(part => part.RowCount), _rows.TrainLabels.Length), calibration.Report)
        {
            Interval = interval?.Report,
        };
    }

    private SelectionResult Select(Action<SelectionProgress>? progress, TimeProvider time, int? threads, CancellationToken cancellationToken)
    {
        var sample = SelectionSample.Of(_plan, _rows, Task, _settings.Seed);
        var features = new FeatureSets(_recipes, sample.Rows);
        var size = new DataSize(Task, _rows.TrainLabels.Length, _recipes.Base.Width);
        var candidates = TrainerCatalog.Candidates(_settings, size, RarerShare());
        var selection = new ModelSelection(_plan, candidates, progress, time, threads).Select(
            new SelectionData(Task, features, sample.Labels, Classes, sample.Folds, _settings.Seed), cancellationToken);
        features.Clear();
        return selection;
    }

    private int Classes => Task == ModelTask.Regression ? 0 : _schema.Label.Classes.Count;

    private double RarerShare()
    {
        if (Task != ModelTask.Binary)
            return 1;
        var positives = _rows.TrainLabels.Average(label => (double)label);
        return Math.Min(positives, 1 - positives);
    }

    /// <summary>
    /// The chosen candidates, each trained on all training rows, or on as many as <see cref="FittingPlan"/> says, with the
    /// rounds that served best.
    /// </summary>
    private List<FittedPart> FitParts(SelectionResult selection, CancellationToken cancellationToken)
    {
        var vectors = selection.Chosen.Select(part => VectorsOf(part.Result.Candidate.Trainer)).ToList();
        var parts = new FittedPart[vectors.Count];
        foreach (var wave in FittingPlan.Waves(vectors))
        {
            ReleaseMemory();
            FitWave(wave, vectors, parts, selection, cancellationToken);
        }
        ReleaseMemory();
        return [.. parts];
    }

    private PartVectors VectorsOf(ITrainer trainer)
    {
        var width = _recipes.For(trainer.Features).Width;
        return new PartVectors(trainer.Features, FittingPlan.RowsFor(trainer, width, _rows.TrainLabels.Length), width);
    }

    private void FitWave(
        IReadOnlyList<int> wave, List<PartVectors> vectors, FittedPart[] parts, SelectionResult selection, CancellationToken cancellationToken)
    {
        var samples = wave.Select(part => vectors[part].Rows).Distinct().ToDictionary(count => count, count => FitSample.Of(_rows, Task, count, _settings.Seed));
        var features = samples.ToDictionary(sample => sample.Key, sample => new FeatureSets(_recipes, sample.Value.Rows));
        Parallel.ForEach(wave, new ParallelOptions { CancellationToken = cancellationToken }, part =>
        {
            var (result, weight) = selection.Chosen[part];
            var trainer = result.Rounds > 0 ? result.Candidate.Trainer.WithRounds(result.Rounds) : result.Candidate.Trainer;
            var sample = samples[vectors[part].Rows];
            var labels = selection.LabelScale == LabelScale.Log ? Array.ConvertAll(sample.Labels, label => (float)Math.Log(1 + (double)label)) : sample.Labels;
            var rows = new TrainingSet(Task, features[vectors[part].Rows].VectorsFor(trainer.Features), labels) { Classes = Classes };
            double offset = 0;
            if (result.Candidate.IsBalanced)
            {
                var classWeights = ClassWeights.Balanced(rows.Labels, rows.Classes);
                rows = rows with { Weights = ClassWeights.OfRows(rows.Labels, classWeights) };
                ClassWeights.Correct(new Span<double>(ref offset), classWeights);
            }
            var trained = trainer.Train(rows, null, cancellationToken);
            parts[part] = new FittedPart(trainer, trained.Predictor, trained.Rounds, _recipes.For(trainer.Features), weight, offset, rows.RowCount);
        });
        foreach (var set in features.Values)
            set.Clear();
    }

    /// <summary>Of a large file, what is not needed any more is given back before more is taken: the peak is what an instance must have.</summary>
    private void ReleaseMemory()
    {
        if (_rows.TrainLabels.Length > ManyRows)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private CalibrationChoice Calibrate(SelectionResult selection)
    {
        var (scores, labels) = (selection.OutOfFold, selection.JudgedLabels);
        if (Task == ModelTask.Binary)
            return CalibrationChoice.Choose(scores, labels);
        if (Task == ModelTask.Multiclass)
            return CalibrationChoice.ChooseForClasses([.. scores.Chunk(Classes)], labels);
        if (selection.LabelScale == LabelScale.Linear)
            return CalibrationChoice.Nothing("Predictions in the label's own unit are right on average.", labels.Length);
        var log = LogOffset.Choose(scores, labels);
        return new CalibrationChoice(log.Report.Method, 1, log.Offset, null, log.Report);
    }

    /// <summary>From the same out-of-fold scores, as the calibration leaves them.</summary>
    private IntervalChoice? ChooseInterval(SelectionResult selection, CalibrationChoice calibration) => Task != ModelTask.Regression ? null : IntervalChoice.Choose(
        Array.ConvertAll(selection.OutOfFold, score => (score * calibration.Scale) + calibration.Offset),
        selection.JudgedLabels, selection.LabelScale, isNonNegative: _rows.TrainLabels.Min() >= 0);

    private FittedModel Assemble(
        SelectionResult selection, List<FittedPart> parts, CalibrationChoice calibration, ConformalInterval? interval, ModelLineage lineage)
    {
        var recipes = parts.Select(part => part.Recipe).Distinct(ReferenceEqualityComparer.Instance).Cast<FeatureRecipe>().ToList();
        var features = recipes[0].Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        var description = new ModelDescription(
            parts.Count == 1 ? parts[0].Trainer.Name : TrainerNames.Blend,
            _schema.Label,
            _schema.Id,
            recipes[0],
            Threshold: 0,
            calibration.Scale,
            calibration.Offset + (calibration.Scale * parts.Sum(part => part.Weight * part.Offset)),
            [.. _schema.Columns.Select(column => column.Name).Where(name => !features.Contains(name) && name != _schema.Id)],
            lineage)
        {
            OtherRecipes = [.. recipes.Skip(1)],
            Parts = [.. parts.Select(part => new PartDescription(part.Trainer.Name, part.Weight, recipes.IndexOf(part.Recipe)) { Parameters = part.Trainer.Parameters, Rounds = part.Rounds })],
            Calibration = calibration.Map,
            LabelScale = selection.LabelScale,
            Interval = interval,
            Smoothing = Task == ModelTask.Regression ? 0 : Classes / (double)(selection.JudgedRows.Length + Classes),
        };
        IReadOnlyList<Predictor> predictors = [.. parts.Select(part => part.Predictor)];
        var model = new FittedModel(description, predictors);
        if (Task != ModelTask.Binary)
            return model;
        var probabilities = Array.ConvertAll(selection.OutOfFold, score => model.Probability((score * calibration.Scale) + calibration.Offset));
        var choice = ThresholdChoice.Choose(probabilities, selection.JudgedLabels, _settings.Costs, _settings.Budget);
        return new FittedModel(description with { Threshold = choice.Threshold }, predictors);
    }

    /// <param name="Offset">Added to its raw scores: the correction of weighted classes.</param>
    /// <param name="RowCount">Training rows that it learned from.</param>
    private sealed record FittedPart(ITrainer Trainer, Predictor Predictor, int Rounds, FeatureRecipe Recipe, double Weight, double Offset, int RowCount);
}

/// <summary>A fitted model and how it came about.</summary>
public sealed record FittingResult(FittedModel Model, SelectionReport Selection, CalibrationReport Calibration)
{
    /// <summary>How predictions got their intervals; null unless they are numbers.</summary>
    public IntervalReport? Interval { get; init; }
}
