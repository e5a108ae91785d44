namespace ServerlessRetail.Models.Reporting;

/// <summary>How well one of several classes is told from the others.</summary>
/// <param name="Class">The label's text.</param>
/// <param name="Rows">Test rows of the class.</param>
/// <param name="Precision">Share of the decisions for it that are right, 0 to 1; 0 where there are none.</param>
/// <param name="Recall">Share of its rows that are decided so, 0 to 1.</param>
/// <param name="F1">Harmonic mean of the two.</param>
/// <param name="Auc">Area under the ROC curve of its probability against all other rows; 0.5 is chance.</param>
public sealed record ClassReport(string Class, int Rows, double Precision, double Recall, double F1, double Auc);

/// <summary>Decisions against the truth, in rows.</summary>
/// <param name="Classes">In the order of the label's classes.</param>
/// <param name="Counts">One row a true class, one column a decided one.</param>
public sealed record ConfusionTable(IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<int>> Counts);
