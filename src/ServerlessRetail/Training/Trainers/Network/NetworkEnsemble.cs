using ServerlessRetail.Datasets;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Training.Trainers.Network;

/// <summary>Networks of the same shape from different seeds, trained side by side on the same rows; their scores are averaged.</summary>
internal sealed class NetworkEnsemble
{
    private readonly TrainingSet _rows;
    private readonly PiecewiseLinearEncoding _encoding;
    private readonly NetworkShape _shape;
    private readonly NetworkTraining[] _networks;
    private readonly double _scale = 1;
    private readonly double _offset;

    public NetworkEnsemble(TrainingSet rows, NetworkOptions options, int seed)
    {
        _rows = rows;
        _encoding = NumberEdges.Learn(rows, options.Bins);
        _shape = new NetworkShape([_encoding.Inputs, .. options.Hidden, rows.Outputs], options.Wide);
        if (rows.Task == ModelTask.Regression)
        {
            (_scale, _offset) = ScaleOf(rows);
            rows = rows with { Labels = Standardize(rows.Labels) };
        }
        var seeds = new SplitMix64((ulong)seed);
        _networks = [.. Enumerable.Range(0, options.Ensemble).Select(_ => new NetworkTraining(rows, _encoding, options, _shape, seeds.Next()))];
    }

    public void TrainEpoch(CancellationToken cancellationToken)
    {
        foreach (var network in _networks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            network.TrainEpoch();
        }
    }

    /// <summary>The mean loss of the averaged scores, in the unit of the standardised label.</summary>
    public double Loss(TrainingSet validation)
    {
        var outputs = validation.Outputs;
        var scores = new double[validation.RowCount * outputs];
        foreach (var network in _networks)
            network.AddScores(validation.Vectors, 1.0 / _networks.Length, scores);

        var labels = validation.Task == ModelTask.Regression ? Standardize(validation.Labels) : validation.Labels;
        double loss = 0, total = 0;
        for (var row = 0; row < validation.RowCount; row++)
        {
            double weight = validation.Weights?[row] ?? 1;
            total += weight;
            loss += weight * NetworkLoss.Of(validation.Task, scores.AsSpan(row * outputs, outputs), labels[row]);
        }
        return loss / total;
    }

    /// <summary>A copy of each network's parameters.</summary>
    public float[][] Snapshot() => [.. _networks.Select(network => network.Parameters.ToArray())];

    public NetworkPredictor Assemble(float[][] parameters) =>
        NetworkAssembly.Assemble(_encoding, _shape, parameters, _scale, _offset, _rows.SlotMeans());

    private float[] Standardize(float[] labels) => Array.ConvertAll(labels, label => (float)((label - _offset) / _scale));

    private static (double Scale, double Offset) ScaleOf(TrainingSet rows)
    {
        double total = 0, sum = 0, squares = 0;
        for (var row = 0; row < rows.RowCount; row++)
        {
            double weight = rows.Weights?[row] ?? 1;
            total += weight;
            sum += weight * rows.Labels[row];
        }
        var mean = sum / total;
        for (var row = 0; row < rows.RowCount; row++)
            squares += (rows.Weights?[row] ?? 1) * (rows.Labels[row] - mean) * (rows.Labels[row] - mean);
        var deviation = Math.Sqrt(squares / total);
        return (deviation > 0 ? deviation : 1, mean);
    }
}
