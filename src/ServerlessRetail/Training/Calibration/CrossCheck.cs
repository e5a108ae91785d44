namespace ServerlessRetail.Training.Calibration;

/// <summary>Judges ways of calibrating on rows that they were not learned from: each half by what the other half taught.</summary>
/// <remarks>Repeated with other halves where rows are few, so that the choice does not hang on one of them.</remarks>
/// <typeparam name="TScore">A raw score, or one a class.</typeparam>
internal sealed class CrossCheck<TScore>
{
    private const int MostRepeats = 3;
    private const int ManyRows = 20_000;

    private readonly TScore[] _scores;
    private readonly float[] _labels;
    private readonly float[]? _weights;
    private readonly int[][] _halves;

    /// <param name="scores">Raw scores out of fold.</param>
    /// <param name="labels">One a row.</param>
    /// <param name="weights">How much each row counts, above 0; null: all the same.</param>
    /// <param name="strata">One a row: each stratum is split evenly, so that a rare class is in both halves.</param>
    public CrossCheck(TScore[] scores, float[] labels, float[]? weights, int[] strata)
    {
        (_scores, _labels, _weights) = (scores, labels, weights);
        var random = new Random(1);
        _halves = new int[strata.Length < ManyRows ? MostRepeats : 1][];
        for (var repeat = 0; repeat < _halves.Length; repeat++)
        {
            _halves[repeat] = new int[strata.Length];
            foreach (var stratum in Enumerable.Range(0, strata.Length).GroupBy(row => strata[row]).OrderBy(stratum => stratum.Key))
            {
                var rows = stratum.ToArray();
                random.Shuffle(rows);
                for (var i = 0; i < rows.Length; i++)
                    _halves[repeat][rows[i]] = i % 2;
            }
        }
    }

    /// <summary>Each row's answer by a calibration that was learned without it, one array a repeat.</summary>
    /// <param name="fit">Learns from scores, labels and weights how to answer any score.</param>
    public IReadOnlyList<TAnswer[]> Answers<TAnswer>(Func<TScore[], float[], float[]?, Func<TScore, TAnswer>> fit)
    {
        var answers = new List<TAnswer[]>(_halves.Length);
        foreach (var halves in _halves)
        {
            var ofRepeat = new TAnswer[halves.Length];
            for (var half = 0; half < 2; half++)
            {
                var others = Enumerable.Range(0, halves.Length).Where(row => halves[row] != half).ToArray();
                var answer = fit(Pick(_scores, others), Pick(_labels, others), _weights is null ? null : Pick(_weights, others));
                for (var row = 0; row < halves.Length; row++)
                {
                    if (halves[row] == half)
                        ofRepeat[row] = answer(_scores[row]);
                }
            }
            answers.Add(ofRepeat);
        }
        return answers;
    }

    /// <summary>Each row's loss, mean of the repeats.</summary>
    /// <param name="loss">Of an answer for a row with a label.</param>
    public double[] Losses<TAnswer>(IReadOnlyList<TAnswer[]> answers, Func<TAnswer, float, double> loss) =>
        [.. _labels.Select((label, row) => answers.Average(ofRepeat => loss(ofRepeat[row], label)))];

    /// <summary>Mean loss of all rows.</summary>
    public double Mean(double[] losses)
    {
        double sum = 0, total = 0;
        for (var row = 0; row < losses.Length; row++)
        {
            sum += Weight(row) * losses[row];
            total += Weight(row);
        }
        return sum / total;
    }

    /// <summary>
    /// Whether the losses are lower than others on the same rows by more than the standard error of the difference: of two
    /// that are not clearly apart the simpler one is taken (Breiman et al., 1984).
    /// </summary>
    public bool IsClearlyLower(double[] losses, double[] others)
    {
        double total = 0, squares = 0;
        var gain = Mean(others) - Mean(losses);
        for (var row = 0; row < losses.Length; row++)
        {
            var excess = Weight(row) * (others[row] - losses[row] - gain);
            total += Weight(row);
            squares += excess * excess;
        }
        return gain > Math.Sqrt(squares) / total;
    }

    private double Weight(int row) => _weights?[row] ?? 1;

    private static T[] Pick<T>(T[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);
}
