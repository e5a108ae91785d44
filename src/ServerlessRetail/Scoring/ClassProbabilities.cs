using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>The probabilities of several classes, and the likeliest.</summary>
internal sealed class ClassProbabilities
{
    private readonly IReadOnlyList<string> _classes;

    /// <param name="scores">Raw scores, one a class.</param>
    public ClassProbabilities(FittedModel model, ReadOnlySpan<double> scores)
    {
        _classes = model.Description.Label.Classes;
        Values = new double[scores.Length];
        model.Probabilities(scores, Values);
        for (var i = 1; i < Values.Length; i++)
        {
            if (Values[i] > Values[LikeliestIndex])
                LikeliestIndex = i;
        }
    }

    /// <summary>One a class, in their order.</summary>
    public double[] Values { get; }

    /// <summary>Of several alike the first.</summary>
    public int LikeliestIndex { get; }

    public string Likeliest => _classes[LikeliestIndex];

    /// <summary>The likeliest first.</summary>
    public IReadOnlyDictionary<string, double> ByClass
    {
        get
        {
            var byClass = new OrderedDictionary<string, double>(Values.Length);
            foreach (var i in Enumerable.Range(0, Values.Length).OrderByDescending(i => Values[i]).ThenBy(i => i))
                byClass.Add(_classes[i], Values[i]);
            return byClass;
        }
    }
}
