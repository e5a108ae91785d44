using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ServerlessRetail.Scoring;

/// <summary>Customers of a request that was read whole.</summary>
internal sealed class ParsedCustomers(IReadOnlyList<JsonElement> customers) : ICustomerSource
{
    public async IAsyncEnumerable<IReadOnlyList<SentCustomer>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return [.. customers.Select((customer, index) => new SentCustomer(index + 1, customer))];
    }
}
