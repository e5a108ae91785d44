using ServerlessRetail.Deploy.Steps;

namespace ServerlessRetail.Deploy;

/// <summary>Runs the steps of a command, one after the other, each with a heading.</summary>
internal static class Commands
{
    private static readonly IStep[] Checks = [new CheckAccount(), new CheckProviders(), new CheckRegion(), new CheckRights()];

    public static async Task<int> RunAsync(CommandLine line, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        IStep[] finish = line.Options.WithoutSample ? [new Subscribe(), new CheckReadiness()] : [new Subscribe(), new CheckReadiness(), new Verify()];
        IStep[] steps = line.Command switch
        {
            DeployCommand.Check => Checks,
            DeployCommand.Up => [.. Checks, new Provision(), new Publish(), .. finish],
            DeployCommand.Subscribe => [new CheckAccount(), new ReadOutputs(), new Subscribe()],
            DeployCommand.Finish => [new CheckAccount(), new ReadOutputs(), .. finish],
            DeployCommand.Down => [new CheckAccount(), new TearDown()],
            _ => [],
        };
        if (steps.Length == 0)
        {
            await output.WriteLineAsync(CommandLine.Help);
            return 0;
        }

        var deployment = new Deployment(line.Options, output, time);
        for (var i = 0; i < steps.Length; i++)
        {
            deployment.Say($"[{i + 1}/{steps.Length}] {steps[i].Title}");
            await steps[i].RunAsync(deployment, cancellationToken);
        }
        return 0;
    }
}
