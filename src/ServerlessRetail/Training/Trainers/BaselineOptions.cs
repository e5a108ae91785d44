namespace ServerlessRetail.Training.Trainers;

/// <summary>What a <see cref="BaselineTrainer"/> answers.</summary>
/// <param name="TakesMedian">Of a number: the median, which the absolute error favours, instead of the mean.</param>
public sealed record BaselineOptions(bool TakesMedian = false);
