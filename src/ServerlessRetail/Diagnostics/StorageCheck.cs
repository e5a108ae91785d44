using Azure;

namespace ServerlessRetail.Diagnostics;

/// <summary>A check of one account, of which only the first failing check explains: the others say what they wait for.</summary>
internal abstract class StorageCheck(string name, StorageProbe probe) : ICheck
{
    public string Name => name;

    public string? Subject => Probe.Target.Setting;

    protected StorageProbe Probe { get; } = probe;

    protected StorageTarget Target => Probe.Target;

    public abstract Task<CheckResult> RunAsync(CancellationToken cancellationToken);

    protected static CheckResult WaitsFor(string check) => CheckResult.Skipped($"Not looked at: {check} comes first.");

    /// <summary>Does one thing after the other and gathers those that are not permitted.</summary>
    /// <param name="where">What the verbs are done to.</param>
    protected async Task<CheckResult> TryAsync(
        IEnumerable<(string Verb, Func<CancellationToken, Task> Action)> actions, string service, string where, CancellationToken cancellationToken)
    {
        var (allowed, denied) = (new List<string>(), new List<string>());
        foreach (var (verb, action) in actions)
        {
            try
            {
                await action(cancellationToken);
                allowed.Add(verb);
            }
            catch (RequestFailedException exception) when (exception.ErrorCode == "ContainerNotFound")
            {
                return WaitsFor(CheckNames.Containers);
            }
            catch (RequestFailedException exception) when (StorageDiagnosis.IsNotPermitted(exception))
            {
                denied.Add(verb);
            }
            catch (RequestFailedException exception) when (exception.Status is 404 or 412)
            {
                // Permitted, and there is nothing.
                allowed.Add(verb);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                return Probe.Diagnosis.Explain(exception, service);
            }
        }
        return denied.Count == 0
            ? CheckResult.Ok($"May {string.Join(", ", allowed)} {where}.")
            : Probe.Diagnosis.NotPermitted($"{string.Join(", ", denied)} {where}", service);
    }
}
