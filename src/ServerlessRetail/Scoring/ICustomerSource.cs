namespace ServerlessRetail.Scoring;

/// <summary>Customers in the order in which they were sent, read as they are asked for.</summary>
internal interface ICustomerSource
{
    /// <summary>Reads on. Each batch is what has arrived, at most a few MB of text.</summary>
    IAsyncEnumerable<IReadOnlyList<SentCustomer>> ReadAsync(CancellationToken cancellationToken);
}
