using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Models;

/// <summary>
/// Takes a model's raw score apart into what each column added, compared with the average training row. A blend's
/// contributions are the weighted sum of its parts'.
/// </summary>
public sealed class ModelExplainer
{
    private readonly FittedModel _model;
    private readonly Explainer[] _explainers;
    private readonly double[] _baseScores;

    internal ModelExplainer(FittedModel model)
    {
        _model = model;
        SlotGroups[] groups = [.. model.Recipes.Select(recipe => new SlotGroups([.. recipe.Columns.Select(column => column.Width)]))];
        _explainers = [.. model.Predictors.Select((predictor, part) => predictor.CreateExplainer(groups[model.PartOf(part).Recipe]))];
        _baseScores = new double[model.Outputs];
        for (var output = 0; output < _baseScores.Length; output++)
        {
            var sum = _explainers.Select((explainer, part) => model.PartOf(part).Weight * explainer.BaseScores[output]).Sum();
            _baseScores[output] = (sum * model.Description.OutputScale) + model.Description.OutputOffset;
        }
    }

    /// <summary>The raw scores that contributions are counted from, one an output.</summary>
    public ReadOnlySpan<double> BaseScores => _baseScores;

    internal long Bytes => _explainers.Sum(explainer => explainer.Bytes);

    /// <summary><c>base score + Σ contribution = raw score</c>, in the unit of the raw score.</summary>
    /// <param name="space">As <see cref="FittedModel.Encode"/>, or <see cref="FittedModel.RawScores(ReadOnlySpan{float}, ScoringSpace)"/>, left it for the row.</param>
    /// <param name="output">Which raw score, from 0.</param>
    /// <param name="contributions">Room for one contribution a column of the recipe; every one is written.</param>
    public void Explain(ScoringSpace space, int output, Span<double> contributions)
    {
        contributions.Clear();
        var ofPart = space.PartContributions.AsSpan(0, contributions.Length);
        for (var part = 0; part < _explainers.Length; part++)
        {
            var description = _model.PartOf(part);
            _explainers[part].Explain(space.Vectors[description.Recipe], output, ofPart);
            var weight = description.Weight * _model.Description.OutputScale;
            for (var column = 0; column < contributions.Length; column++)
                contributions[column] += weight * ofPart[column];
        }
    }
}
