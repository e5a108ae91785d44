using ServerlessRetail.Datasets;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>A customer's answer in numbers. Used again for the next customer.</summary>
internal sealed class RowScore
{
    private readonly FittedModel _model;
    private readonly double[] _probabilities;
    private readonly int[] _order;

    public RowScore(FittedModel model)
    {
        var classes = model.Task == ModelTask.Multiclass ? model.Outputs : 0;
        _model = model;
        _probabilities = new double[classes];
        _order = new int[classes];
        Reasons = new RowReasons(model);
    }

    /// <summary>Probability of the positive class, 0 to 1, or the predicted number.</summary>
    public double Answer { get; private set; }

    /// <summary>Where the number will lie; null for a class, and where the model has no intervals.</summary>
    public PredictionInterval? Interval { get; private set; }

    /// <summary>The class decided for; null for a number.</summary>
    public string? Decision { get; private set; }

    /// <summary>Several classes, the likeliest first; of several alike the first of the model's.</summary>
    public ReadOnlySpan<int> ByLikelihood => _order;

    public bool HasReasons { get; private set; }

    public RowReasons Reasons { get; }

    public double ProbabilityOf(int ofClass) => _probabilities[ofClass];

    /// <param name="scores">The customer's raw scores.</param>
    /// <param name="space">With reasons: as the model left it for the customer.</param>
    public void Take(ReadOnlySpan<double> scores, ScoringSpace space, in ScoreOptions options)
    {
        HasReasons = options.Reasons > 0;
        if (_model.Task == ModelTask.Multiclass)
        {
            _model.Probabilities(scores, _probabilities);
            Order();
            Decision = _model.Description.Label.Classes[_order[0]];
            if (HasReasons)
                Reasons.ExplainClass(space, _order[0], options.Reasons);
            return;
        }

        Answer = _model.Answer(scores[0]);
        Interval = _model.Task == ModelTask.Regression ? _model.Interval(scores[0]) : null;
        Decision = _model.Task == ModelTask.Binary ? _model.Decide(Answer, options.Threshold) : null;
        if (HasReasons)
            Reasons.Explain(space, scores[0], options.Reasons);
    }

    private void Order()
    {
        for (var ofClass = 0; ofClass < _order.Length; ofClass++)
        {
            var place = ofClass;
            for (; place > 0 && _probabilities[ofClass].CompareTo(_probabilities[_order[place - 1]]) > 0; place--)
                _order[place] = _order[place - 1];
            _order[place] = ofClass;
        }
    }
}
