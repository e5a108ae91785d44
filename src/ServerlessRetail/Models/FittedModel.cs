using System.Buffers;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Models;

/// <summary>
/// A model that has been trained: everything that is needed to score a customer, and nothing that is not. One predictor,
/// or the weighted sum of several. Immutable, and safe for many threads.
/// </summary>
public sealed class FittedModel
{
    /// <summary>Rows that are scored together: the vectors of the most should not drive all else from a core's own cache.</summary>
    private const int FewestRowsTogether = 64;
    private const int MostRowsTogether = 256;
    private const int MostSlotsTogether = 64 * 1024;

    private readonly FeatureRecipe[] _recipes;
    private readonly Predictor[] _predictors;

    /// <summary>Slots of all recipes before each, and of all.</summary>
    private readonly int[] _slotsBefore;
    private readonly int _fewestTogether;
    private readonly PartDescription[] _parts;
    private readonly Lazy<ModelExplainer> _explainer;

    /// <param name="predictors">One a part of the description.</param>
    /// <exception cref="ArgumentException">A predictor does not fit its recipe, or the parts do not read the same cells.</exception>
    public FittedModel(ModelDescription description, IReadOnlyList<Predictor> predictors)
    {
        Description = description;
        _predictors = [.. predictors];
        _recipes = [description.Recipe, .. description.OtherRecipes];
        _parts = [.. description.Parts];
        _slotsBefore = new int[_recipes.Length + 1];
        for (var recipe = 0; recipe < _recipes.Length; recipe++)
            _slotsBefore[recipe + 1] = _slotsBefore[recipe] + _recipes[recipe].Width;
        Outputs = description.Label.Task == ModelTask.Multiclass ? description.Label.Classes.Count : 1;
        _explainer = new Lazy<ModelExplainer>(() => new ModelExplainer(this));
        _fewestTogether = Predictors.Select(predictor => predictor.FewestTogether).DefaultIfEmpty(int.MaxValue).Min();
        if (Predictors.Count == 0 || Predictors.Count != _parts.Length)
            throw new ArgumentException($"{Predictors.Count} predictors are not one for each of {_parts.Length} parts.", nameof(predictors));
        if (Array.Exists(_recipes, recipe => recipe.CellWidth != Recipe.CellWidth || recipe.Columns.Count != Recipe.Columns.Count))
            throw new ArgumentException("The recipes of the parts do not read the same cells.", nameof(description));
        for (var part = 0; part < _parts.Length; part++)
        {
            if (Predictors[part].Width != RecipeOf(part).Width || Predictors[part].Outputs != Outputs)
                throw new ArgumentException($"Predictor {part} has {Predictors[part].Width} slots for {RecipeOf(part).Width} of its recipe, and {Predictors[part].Outputs} outputs for {Outputs}.", nameof(predictors));
        }
    }

    public ModelDescription Description { get; }

    public IReadOnlyList<Predictor> Predictors => _predictors;

    /// <summary>How a customer's fields become cells, which all parts share.</summary>
    public FeatureRecipe Recipe => Description.Recipe;

    public ModelTask Task => Description.Label.Task;

    /// <summary>Raw scores of a row: 1, or one a class where there are three classes or more.</summary>
    public int Outputs { get; }

    /// <summary>What tells how much each column moved a score.</summary>
    public ModelExplainer Explainer => _explainer.Value;

    /// <summary>
    /// Memory that the model takes, roughly, in bytes. It grows when <see cref="Explainer"/> is first asked for, which
    /// prepares what is the same for all rows.
    /// </summary>
    public long EstimatedBytes
    {
        get
        {
            const long OfDescription = 4_096;
            return OfDescription + _recipes.Sum(recipe => recipe.EstimatedBytes) + Predictors.Sum(predictor => predictor.Bytes)
                + (_explainer.IsValueCreated ? _explainer.Value.Bytes : 0);
        }
    }

    /// <summary>All recipes, as the parts number them.</summary>
    internal IReadOnlyList<FeatureRecipe> Recipes => _recipes;

    /// <summary>Room to score rows one after the other.</summary>
    public ScoringSpace CreateSpace() => new(_recipes, Outputs);

    /// <summary>
    /// A row's raw scores: log-odds for two classes; one score a class for several; for a number the prediction, or its
    /// logarithm where <see cref="ModelDescription.LabelScale"/> says so.
    /// </summary>
    /// <param name="cells">The recipe's cells.</param>
    /// <param name="space">Left filled with the row's feature vectors and scores.</param>
    /// <returns>The scores, valid until the space is used again.</returns>
    public ReadOnlySpan<double> RawScores(ReadOnlySpan<float> cells, ScoringSpace space)
    {
        Encode(cells, space);

        var (scores, ofPart) = (space.Scores, space.PartScores);
        scores.AsSpan().Clear();
        for (var part = 0; part < _parts.Length; part++)
        {
            var description = _parts[part];
            _predictors[part].Predict(space.Vectors[description.Recipe], ofPart);
            for (var output = 0; output < scores.Length; output++)
                scores[output] += description.Weight * ofPart[output];
        }
        for (var output = 0; output < scores.Length; output++)
            scores[output] = (scores[output] * Description.OutputScale) + Description.OutputOffset;
        return space.Scores;
    }

    /// <summary>Fills the space with a row's feature vectors: what its explanation needs, where its scores are known.</summary>
    /// <param name="cells">The recipe's cells.</param>
    public void Encode(ReadOnlySpan<float> cells, ScoringSpace space)
    {
        for (var recipe = 0; recipe < _recipes.Length; recipe++)
            _recipes[recipe].Encode(cells, space.Vectors[recipe]);
    }

    /// <summary>The raw scores of many rows, each bit for bit that of the row alone.</summary>
    /// <param name="cells">Rows × the recipe's cells.</param>
    /// <param name="rows">0 or more.</param>
    /// <param name="scores">Rows × <see cref="Outputs"/>; every one is written.</param>
    /// <param name="space">Left with nothing that is of use.</param>
    public void RawScores(ReadOnlySpan<float> cells, int rows, Span<double> scores, ScoringSpace space)
    {
        if (rows < _fewestTogether)
        {
            for (var row = 0; row < rows; row++)
                RawScores(cells.Slice(row * Recipe.CellWidth, Recipe.CellWidth), space).CopyTo(scores.Slice(row * Outputs, Outputs));
            return;
        }
        var together = Math.Clamp(MostSlotsTogether / Math.Max(1, _slotsBefore[^1]), FewestRowsTogether, MostRowsTogether);
        for (var start = 0; start < rows; start += together)
        {
            var count = Math.Min(together, rows - start);
            ScoreTogether(cells.Slice(start * Recipe.CellWidth, count * Recipe.CellWidth), count, scores.Slice(start * Outputs, count * Outputs));
        }
    }

    /// <summary>The raw score of a model with one output.</summary>
    public double RawScore(ReadOnlySpan<float> cells, ScoringSpace space) => RawScores(cells, space)[0];

    /// <summary>Calibrated probability of the positive class from the log-odds, 0 to 1.</summary>
    public double Probability(double rawScore) => Smooth(Description.Calibration?.Apply(rawScore) ?? Sigmoid.Of(rawScore), classes: 2);

    /// <summary>Probabilities of several classes from their raw scores.</summary>
    public void Probabilities(ReadOnlySpan<double> rawScores, Span<double> probabilities)
    {
        Softmax.Of(rawScores, probabilities);
        for (var i = 0; i < probabilities.Length; i++)
            probabilities[i] = Smooth(probabilities[i], probabilities.Length);
    }

    /// <summary>The predicted number, in the label's unit.</summary>
    public double Prediction(double rawScore) => Description.LabelScale == LabelScale.Log ? Math.Max(0, Math.Exp(rawScore) - 1) : rawScore;

    /// <summary>Between which numbers the truth is expected; null where the model does not tell, as for classes.</summary>
    public PredictionInterval? Interval(double rawScore)
    {
        if (Description.Interval is not { } rule)
            return null;
        var (prediction, ends) = (Prediction(rawScore), rule.Around(rawScore));
        var (lower, upper) = (Prediction(ends.Lower), Prediction(ends.Upper));

        // A line's prediction may itself be below 0.
        if (rule.IsNonNegative)
            lower = Math.Min(prediction, Math.Max(lower, 0));
        return double.IsFinite(lower) && double.IsFinite(upper) ? new PredictionInterval(lower, upper, rule.Level) : null;
    }

    /// <summary>The answer that a raw score stands for: a probability or a number.</summary>
    public double Answer(double rawScore) => Task == ModelTask.Regression ? Prediction(rawScore) : Probability(rawScore);

    /// <summary>The class decided for a probability.</summary>
    /// <param name="threshold">Probability from which it is the positive one, 0 to 1; null: the model's own.</param>
    public string Decide(double probability, double? threshold = null) =>
        IsPositive(probability, threshold) ? Description.Label.Positive! : Description.Label.Negative!;

    /// <inheritdoc cref="Decide"/>
    internal bool IsPositive(double probability, double? threshold) => probability >= (threshold ?? Description.Threshold);

    internal PartDescription PartOf(int part) => _parts[part];

    /// <summary>Part by part, all rows in each.</summary>
    private void ScoreTogether(ReadOnlySpan<float> cells, int rows, Span<double> scores)
    {
        var vectors = ArrayPool<float>.Shared.Rent(rows * _slotsBefore[^1]);
        var ofPart = ArrayPool<double>.Shared.Rent(scores.Length);
        for (var recipe = 0; recipe < _recipes.Length; recipe++)
        {
            var width = _recipes[recipe].Width;
            for (int row = 0, at = rows * _slotsBefore[recipe]; row < rows; row++, at += width)
                _recipes[recipe].Encode(cells.Slice(row * Recipe.CellWidth, Recipe.CellWidth), vectors.AsSpan(at, width));
        }

        scores.Clear();
        for (var part = 0; part < _parts.Length; part++)
        {
            var start = rows * _slotsBefore[_parts[part].Recipe];
            Predictors[part].Predict(vectors.AsSpan(start, rows * RecipeOf(part).Width), rows, ofPart);
            for (var i = 0; i < scores.Length; i++)
                scores[i] += _parts[part].Weight * ofPart[i];
        }
        foreach (ref var score in scores)
            score = (score * Description.OutputScale) + Description.OutputOffset;
        ArrayPool<float>.Shared.Return(vectors);
        ArrayPool<double>.Shared.Return(ofPart);
    }

    private FeatureRecipe RecipeOf(int part) => _recipes[_parts[part].Recipe];

    private double Smooth(double probability, int classes) =>
        Description.Smoothing == 0 ? probability : ((1 - Description.Smoothing) * probability) + (Description.Smoothing / classes);
}
