using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>What each column did to a customer's score, and which did most. Used again for the next customer.</summary>
internal sealed class RowReasons
{
    private readonly FittedModel _model;
    private readonly double[] _contributions;
    private readonly double[] _changes;
    private readonly int[] _strongest;

    public RowReasons(FittedModel model)
    {
        var columns = model.Recipe.Columns.Count;
        _model = model;
        _contributions = new double[columns];
        _changes = new double[columns];
        _strongest = new int[columns];
    }

    /// <summary>Positions of the columns that moved the score most, the strongest first.</summary>
    public ReadOnlySpan<int> Strongest => _strongest.AsSpan(0, Count);

    private int Count { get; set; }

    /// <summary>In the unit of the raw score, to seven significant digits.</summary>
    public double ContributionOf(int column) => SevenDigits.Round(_contributions[column]);

    /// <summary>In the unit of the answer, to seven significant digits.</summary>
    public double ChangeOf(int column) => SevenDigits.Round(_changes[column]);

    public ReasonDirection DirectionOf(int column) =>
        _changes[column] > 0 || (_changes[column] == 0 && _contributions[column] >= 0) ? ReasonDirection.Raises : ReasonDirection.Lowers;

    /// <param name="space">As the model left it for the customer.</param>
    /// <param name="rawScore">The customer's raw score.</param>
    /// <param name="count">How many reasons to give.</param>
    public void Explain(ScoringSpace space, double rawScore, int count)
    {
        _model.Explainer.Explain(space, output: 0, _contributions);
        var average = _model.Explainer.BaseScores[0];
        var rate = Rate(rawScore - average, _model.Answer(rawScore) - _model.Answer(average));
        for (var column = 0; column < _changes.Length; column++)
            _changes[column] = _contributions[column] * rate;
        Rank(count);
    }

    /// <summary>Reasons for the likeliest of several classes: its raw score less the mean of all classes'.</summary>
    public void ExplainClass(ScoringSpace space, int likeliest, int count)
    {
        var ofClasses = new double[_model.Outputs][];
        for (var output = 0; output < ofClasses.Length; output++)
            _model.Explainer.Explain(space, output, ofClasses[output] = new double[_contributions.Length]);
        for (var column = 0; column < _contributions.Length; column++)
            _contributions[column] = ofClasses[likeliest][column] - ofClasses.Average(ofClass => ofClass[column]);
        ClassChanges.Of(_model, ofClasses, likeliest).CopyTo(_changes, 0);
        Rank(count);
    }

    /// <summary>Change of the answer for each unit of the raw score; where the score is the average one, nothing changed.</summary>
    private static double Rate(double ofScore, double ofAnswer) => ofScore == 0 || !double.IsFinite(ofAnswer / ofScore) ? 0 : ofAnswer / ofScore;

    /// <summary>Of columns alike the first comes first; a contribution that is no number comes last.</summary>
    private void Rank(int count)
    {
        count = Math.Min(count, _strongest.Length);
        Count = 0;
        for (var column = 0; column < _contributions.Length; column++)
        {
            var size = Math.Abs(_contributions[column]);
            var place = Count;
            while (place > 0 && size.CompareTo(Math.Abs(_contributions[_strongest[place - 1]])) > 0)
                place--;
            if (place == count)
                continue;
            Count = Math.Min(Count + 1, count);
            _strongest.AsSpan(place, Count - 1 - place).CopyTo(_strongest.AsSpan(place + 1));
            _strongest[place] = column;
        }
    }
}
