namespace ServerlessRetail.Datasets;

/// <summary>
/// The user's data or settings cannot be used. Thrown deep inside reading and learning, caught once by the training
/// run, which turns it into a run record: to the world outside it is an answer, not an exception.
/// </summary>
/// <param name="reason">One of the codes in <see cref="RejectionReasons"/>.</param>
/// <param name="detail">One sentence or two with the place (row, column) and the remedy. Never a customer's value.</param>
public sealed class RejectedException(string reason, string detail) : Exception(detail)
{
    public string Reason { get; } = reason;
}
