using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Training.Trainers.Linear;

namespace ServerlessRetail.Training.Trainers;

/// <summary>
/// Linear regression with an L2 penalty (ridge; Hoerl and Kennard, 1970), an L1 penalty (lasso) or both (elastic net; Zou
/// and Hastie, 2005). Exact: by a Cholesky factor of the slots' Gram matrix, with an L1 penalty by coordinate descent on it
/// (Friedman, Hastie and Tibshirani, 2010). Beyond <see cref="GramMatrix.MaxWidth"/> slots by L-BFGS.
/// </summary>
public sealed class LinearRegressionTrainer : ITrainer
{
    /// <summary>Most steps of a descent, for wide rows.</summary>
    private const int MaxSteps = 1_000;

    /// <summary>Gain, as a share of the label's sum of squares, at which a descent ends.</summary>
    private const double Tolerance = 1e-11;

    private readonly LinearRegressionOptions _options;

    /// <param name="options">Null: a light L2 penalty.</param>
    /// <param name="seed">Nothing is drawn: every seed gives the same.</param>
    public LinearRegressionTrainer(LinearRegressionOptions? options = null, int seed = 1)
    {
        _ = seed;
        _options = options ?? new LinearRegressionOptions();
    }

    public static IReadOnlyList<HyperParameter<LinearRegressionOptions>> HyperParameters { get; } =
    [
        new("l2", 0, 1e9, options => options.L2, (options, value) => options with { L2 = value }),
        new("l1", 0, 1e9, options => options.L1, (options, value) => options with { L1 = value }),
    ];

    public string Name => TrainerNames.LinearRegression;

    /// <summary>A sum of spends is a line in the spends, not in their logarithms.</summary>
    public FeatureOptions Features { get; } = new(TakesLogs: false);

    public IReadOnlyDictionary<string, double> Parameters => HyperParameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Get(_options));

    public bool Supports(ModelTask task) => task == ModelTask.Regression;

    public ITrainer WithRounds(int rounds) => this;

    public TrainedPredictor Train(TrainingSet rows, TrainingSet? validation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var rowWeights = rows.DoubleWeights();
        var moments = SlotMoments.Of(rows.Vectors, rowWeights);
        var label = SlotMoments.Of(Array.ConvertAll(rows.Labels, value => new[] { value }), rowWeights);
        var (mean, deviation) = (label.Means[0], Math.Sqrt(label.Squares[0] / label.Total));
        var weights = deviation > 0
            ? Solve(rows, rowWeights, moments, mean, deviation, cancellationToken)
            : new double[rows.Width];

        var bias = mean;
        for (var slot = 0; slot < weights.Length; slot++)
        {
            weights[slot] *= deviation;
            bias -= weights[slot] * moments.Means[slot];
        }
        return LinearPredictors.Create([bias], weights, moments.Means);
    }

    /// <summary>The weights for a label of mean 0 and deviation 1.</summary>
    private double[] Solve(TrainingSet rows, double[]? rowWeights, SlotMoments moments, double mean, double deviation, CancellationToken cancellationToken)
    {
        if (rows.Width > GramMatrix.MaxWidth)
            return Descend(rows, rowWeights, moments, mean, deviation, cancellationToken);

        var target = new double[rows.Width];
        double sum = 0;
        for (var row = 0; row < rows.RowCount; row++)
        {
            var value = (rowWeights?[row] ?? 1) * (rows.Labels[row] - mean) / deviation;
            sum += value;
            RowKernels.AddMultiple(value, rows.Vectors[row], target);
        }
        for (var slot = 0; slot < target.Length; slot++)
            target[slot] -= sum * moments.Means[slot];

        var gram = GramMatrix.Compute(rows.Vectors, rowWeights, moments, cancellationToken);
        if (_options.L1 == 0)
        {
            new Cholesky(gram, rows.Width, _options.L2, cancellationToken).Solve(target);
            return target;
        }
        var weights = new double[rows.Width];
        CoordinateDescent.Minimize(gram, target, _options.L1, _options.L2, weights, moments.Total, cancellationToken);
        return weights;
    }

    private double[] Descend(TrainingSet rows, double[]? rowWeights, SlotMoments moments, double mean, double deviation, CancellationToken cancellationToken)
    {
        var labels = Array.ConvertAll(rows.Labels, label => (float)((label - mean) / deviation));
        var objective = new LinearObjective(rows, labels, rowWeights, _options.L2, moments.Means, cancellationToken);
        var start = DescentStart.OfAverage(rows.Vectors, rowWeights, moments, curvatures: [1], _options.L2, cancellationToken);
        var parameters = new double[objective.Size];
        QuasiNewton.Minimize(objective.Evaluate, start.MultiplyByInverse, parameters, Tolerance * moments.Total, MaxSteps, objective.L1(_options.L1));
        return objective.WeightsOf(parameters, output: 0).ToArray();
    }
}
