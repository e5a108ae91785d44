using ServerlessRetail.Deploy.Azure;

namespace ServerlessRetail.Deploy;

/// <summary>One run of the program: what was asked for, and what the steps found out.</summary>
internal sealed class Deployment(DeployOptions options, TextWriter output, TimeProvider time)
{
    public DeployOptions Options => options;

    public TimeProvider Time => time;

    /// <summary>Id of the subscription; set by <see cref="Steps.CheckAccount"/>.</summary>
    public string Subscription { get; set; } = "";

    /// <summary>Who is signed in; set by <see cref="Steps.CheckAccount"/>.</summary>
    public Principal? Principal { get; set; }

    /// <summary>Names of what was made; set by <see cref="Steps.Provision"/> and <see cref="Steps.ReadOutputs"/>.</summary>
    public AppNames? Names { get; set; }

    /// <exception cref="InvalidOperationException">The names are not known yet.</exception>
    public AppNames RequiredNames => Names ?? throw new InvalidOperationException("The outputs of main.bicep have not been read.");

    public void Say(string line) => output.WriteLine(line);

    /// <summary>Tries until it succeeds, as long as what fails is known to need time.</summary>
    /// <param name="what">The beginning of the sentence that tells of a failed attempt.</param>
    /// <param name="attempts">Most attempts, 1 or more.</param>
    /// <exception cref="DeployException">The last attempt failed, or one failed for good.</exception>
    public async Task RetryAsync(string what, int attempts, Func<Task<AzResult>> attempt, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            var result = await attempt();
            if (result.Succeeded)
                return;
            var failure = KnownFailures.Of(result);
            if (failure is not { IsTransient: true } || number == attempts)
                throw KnownFailures.Explain(result, what);
            Say($"    {what}, attempt {number} of {attempts}: {failure.Cause} Next try in {options.Pause.TotalSeconds:0} s.");
            await Task.Delay(options.Pause, time, cancellationToken);
        }
    }
}

/// <summary>Who is signed in.</summary>
/// <param name="ObjectId">In the directory; null where it may not be read.</param>
/// <param name="Type"><c>User</c> or <c>ServicePrincipal</c>, as role assignments say.</param>
internal sealed record Principal(string? ObjectId, string Type);

/// <summary>The outputs of main.bicep that later steps need.</summary>
internal sealed record AppNames(string FunctionApp, string Url, string StorageAccount);
