namespace ServerlessRetail.Deploy.Steps;

/// <summary>One step of a deployment. It can be run again, whatever became of it the last time.</summary>
internal interface IStep
{
    /// <summary>What it does, as a heading.</summary>
    string Title { get; }

    /// <exception cref="DeployException">It failed; the message has the cause and what to do.</exception>
    Task RunAsync(Deployment deployment, CancellationToken cancellationToken);
}
