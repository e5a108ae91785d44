using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Training.Trainers.Linear;

namespace ServerlessRetail.Training.Trainers;

/// <summary>
/// Logistic regression of two classes, or of several with a softmax, with an L2 penalty, an L1 penalty or both. By L-BFGS in
/// doubles from Newton's first step, until 1e-10 of the baseline's loss is all there is to gain; with an L1 penalty by proximal
/// Newton steps, and beyond <see cref="MaxProximalWidth"/> slots by orthant-wise L-BFGS (Andrew and Gao, 2007).
/// </summary>
public sealed class LogisticRegressionTrainer : ITrainer
{
    /// <summary>Widest rows for which a Gram matrix is made anew for each step.</summary>
    private const int MaxProximalWidth = 1_000;

    /// <summary>Steps after which the curvature is looked at anew, and how often.</summary>
    private const int StepsPerRound = 15;

    private const int MaxRounds = 30;

    /// <summary>Gain, as a share of the loss of answering all rows alike, at which a descent ends.</summary>
    private const double Tolerance = 1e-10;

    private readonly LogisticRegressionOptions _options;

    /// <param name="options">Null: a light L2 penalty.</param>
    /// <param name="seed">Nothing is drawn: every seed gives the same.</param>
    public LogisticRegressionTrainer(LogisticRegressionOptions? options = null, int seed = 1)
    {
        _ = seed;
        _options = options ?? new LogisticRegressionOptions();
    }

    public static IReadOnlyList<HyperParameter<LogisticRegressionOptions>> HyperParameters { get; } =
    [
        new("l2", 0, 1e9, options => options.L2, (options, value) => options with { L2 = value }),
        new("l1", 0, 1e9, options => options.L1, (options, value) => options with { L1 = value }),
    ];

    public string Name => TrainerNames.LogisticRegression;

    public FeatureOptions Features { get; } = new();

    public IReadOnlyDictionary<string, double> Parameters => HyperParameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Get(_options));

    public bool Supports(ModelTask task) => task != ModelTask.Regression;

    public ITrainer WithRounds(int rounds) => this;

    public TrainedPredictor Train(TrainingSet rows, TrainingSet? validation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var rowWeights = rows.DoubleWeights();
        var moments = SlotMoments.Of(rows.Vectors, rowWeights);
        var shares = ClassShares.Of(rows);
        var biases = ClassShares.Scores(shares);
        if (_options.L1 > 0 && rows.Width <= MaxProximalWidth)
        {
            var weights = new ProximalNewton(rows, rowWeights, _options.L1, _options.L2, cancellationToken).Minimize(biases);
            return LinearPredictors.Create(biases, weights, moments.Means);
        }

        var curvatures = Array.ConvertAll(shares[^biases.Length..], share => Math.Max(1e-6, share * (1 - share)));
        var objective = new LinearObjective(rows, rows.Labels, rowWeights, _options.L2, moments.Means, cancellationToken);
        var start = DescentStart.OfAverage(rows.Vectors, rowWeights, moments, curvatures, _options.L2, cancellationToken);
        var parameters = new double[objective.Size];
        for (var output = 0; output < biases.Length; output++)
            parameters[output * (rows.Width + 1)] = biases[output];
        var l1 = objective.L1(_options.L1);
        var tolerance = Tolerance * objective.Evaluate(parameters, new double[objective.Size]);
        for (var round = 1; round <= MaxRounds; round++)
        {
            if (QuasiNewton.Minimize(objective.Evaluate, start.MultiplyByInverse, parameters, tolerance, StepsPerRound, l1))
                break;

            // Classes that are told apart well have their curvature elsewhere than all rows together.
            start = DescentStart.Of(objective, rows.Vectors, parameters, _options.L2, cancellationToken);
        }

        var solved = Enumerable.Range(0, biases.Length).SelectMany(output => objective.WeightsOf(parameters, output).ToArray());
        return LinearPredictors.Create(objective.Biases(parameters), [.. solved], moments.Means);
    }
}
