using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Training.Trainers.Linear;

namespace ServerlessRetail.Training.Trainers;

/// <summary>
/// What a model has to beat: the same answer for every row, the classes' shares of the training rows, or the mean or median
/// of a number.
/// </summary>
public sealed class BaselineTrainer : ITrainer
{
    private readonly BaselineOptions _options;

    /// <param name="options">Null: the mean.</param>
    /// <param name="seed">Nothing is drawn: every seed gives the same.</param>
    public BaselineTrainer(BaselineOptions? options = null, int seed = 1)
    {
        _ = seed;
        _options = options ?? new BaselineOptions();
    }

    public static IReadOnlyList<HyperParameter<BaselineOptions>> HyperParameters { get; } =
    [
        new("median", 0, 1, options => options.TakesMedian ? 1 : 0, (options, value) => options with { TakesMedian = value == 1 }) { IsWhole = true },
    ];

    public string Name => TrainerNames.Baseline;

    public FeatureOptions Features { get; } = new();

    public IReadOnlyDictionary<string, double> Parameters => HyperParameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Get(_options));

    public bool Supports(ModelTask task) => true;

    public ITrainer WithRounds(int rounds) => this;

    public TrainedPredictor Train(TrainingSet rows, TrainingSet? validation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        double[] answers = rows.Task != ModelTask.Regression ? ClassShares.Scores(ClassShares.Of(rows)) : [_options.TakesMedian ? Median(rows) : Mean(rows)];
        return new TrainedPredictor(new LinearPredictor(answers, new double[answers.Length * rows.Width], rows.SlotMeans()));
    }

    private static double Mean(TrainingSet rows)
    {
        double sum = 0, total = 0;
        for (var row = 0; row < rows.RowCount; row++)
        {
            var weight = rows.Weights?[row] ?? 1.0;
            (sum, total) = (sum + (weight * rows.Labels[row]), total + weight);
        }
        return sum / total;
    }

    /// <summary>The smallest label that half of the weight does not exceed; the middle of two where it is met exactly.</summary>
    private static double Median(TrainingSet rows)
    {
        var order = Enumerable.Range(0, rows.RowCount).OrderBy(row => rows.Labels[row]).ToArray();
        var half = order.Sum(row => rows.Weights?[row] ?? 1.0) / 2;
        double below = 0;
        for (var i = 0; i < order.Length; i++)
        {
            below += rows.Weights?[order[i]] ?? 1.0;
            if (below == half && i + 1 < order.Length)
                return ((double)rows.Labels[order[i]] + rows.Labels[order[i + 1]]) / 2;
            if (below >= half)
                return rows.Labels[order[i]];
        }
        return rows.Labels[order[^1]];
    }
}
