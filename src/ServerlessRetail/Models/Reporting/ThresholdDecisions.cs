namespace ServerlessRetail.Models.Reporting;

/// <summary>What deciding from a threshold on does on the test rows.</summary>
/// <param name="Threshold">Probability from which the decision is positive, 0 to 1.</param>
/// <param name="Selected">Share of the rows that are decided positive, 0 to 1.</param>
/// <param name="Precision">Share of those that are right, 0 to 1; 0 where there are none.</param>
/// <param name="Recall">Share of the positive rows among them, 0 to 1.</param>
/// <param name="F1">Harmonic mean of precision and recall, 0 to 1.</param>
/// <param name="Cost">Mean cost a row, in the unit of model.json's costs; null without costs.</param>
/// <param name="Tp">Positive rows decided positive.</param>
/// <param name="Fp">Negative rows decided positive.</param>
/// <param name="Tn">Negative rows decided negative.</param>
/// <param name="Fn">Positive rows decided negative.</param>
/// <param name="Chosen">Whether it is the model's own.</param>
public sealed record ThresholdDecisions(
    double Threshold, double Selected, double Precision, double Recall, double F1, double? Cost, int Tp, int Fp, int Tn, int Fn, bool Chosen);
