namespace ServerlessRetail.Models.Predictors;

/// <summary>A linear function of the feature vector, one for each output: <c>bias + Σ weight · slot</c>.</summary>
public sealed class LinearPredictor : Predictor
{
    private readonly double[] _biases;
    private readonly double[] _weights;
    private readonly float[] _means;

    /// <param name="biases">Scores of the zero vector, one an output.</param>
    /// <param name="weights">Outputs × slots.</param>
    /// <param name="means">Each slot's mean over the training rows: where contributions are counted from.</param>
    public LinearPredictor(double[] biases, double[] weights, float[] means)
    {
        if (biases.Length == 0 || weights.Length != biases.Length * means.Length)
            throw new ArgumentException($"{weights.Length} weights are not {biases.Length} outputs × {means.Length} slots.", nameof(weights));
        (_biases, _weights, _means) = (biases, weights, means);
    }

    public override int Width => _means.Length;

    public override int Outputs => _biases.Length;

    public ReadOnlySpan<double> Biases => _biases;

    public ReadOnlySpan<float> Means => _means;

    internal override PredictorKind Kind => PredictorKind.Linear;

    internal override long Bytes => ((_weights.Length + _biases.Length) * sizeof(double)) + (_means.Length * sizeof(float));

    /// <summary>The weights of one output, one a slot.</summary>
    public ReadOnlySpan<double> Weights(int output) => _weights.AsSpan(output * Width, Width);

    public override void Predict(ReadOnlySpan<float> vector, Span<double> scores)
    {
        for (var output = 0; output < _biases.Length; output++)
        {
            var weights = Weights(output);
            var score = _biases[output];
            for (var slot = 0; slot < weights.Length; slot++)
                score += weights[slot] * vector[slot];
            scores[output] = score;
        }
    }

    /// <summary>Exact: a group's contribution is <c>Σ weight · (slot - mean slot)</c>.</summary>
    public override Explainer CreateExplainer(SlotGroups groups) => new LinearExplainer(this, groups);

    internal override void Write(BinaryWriter writer)
    {
        writer.WriteDoubles(_biases);
        writer.WriteDoubles(_weights);
        writer.WriteSingles(_means);
    }

    internal static LinearPredictor Read(ref ModelFileReader reader, int width, int outputs) =>
        new(reader.Doubles(outputs), reader.Doubles(checked(outputs * width)), reader.Singles(width));

    private sealed class LinearExplainer : Explainer
    {
        private readonly LinearPredictor _predictor;
        private readonly SlotGroups _groups;
        private readonly double[] _baseScores;

        public LinearExplainer(LinearPredictor predictor, SlotGroups groups)
        {
            (_predictor, _groups, _baseScores) = (predictor, groups, new double[predictor.Outputs]);
            predictor.Predict(predictor.Means, _baseScores);
        }

        public override int Groups => _groups.Count;

        public override ReadOnlySpan<double> BaseScores => _baseScores;

        internal override long Bytes => _baseScores.Length * sizeof(double);

        public override void Explain(ReadOnlySpan<float> vector, int output, Span<double> contributions)
        {
            var weights = _predictor.Weights(output);
            var means = _predictor.Means;
            for (var group = 0; group < contributions.Length; group++)
            {
                var (start, length) = _groups[group].GetOffsetAndLength(weights.Length);
                double contribution = 0;
                for (var slot = start; slot < start + length; slot++)
                    contribution += weights[slot] * ((double)vector[slot] - means[slot]);
                contributions[group] = contribution;
            }
        }
    }
}
