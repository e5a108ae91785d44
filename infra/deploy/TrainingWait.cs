using System.Text.Json;
using ServerlessRetail.Deploy.Steps;

namespace ServerlessRetail.Deploy;

/// <summary>Waits until the run of an upload is over, and tells of its steps.</summary>
internal sealed class TrainingWait(Deployment deployment, AppClient app)
{
    private const int Looks = 60;

    private int _told;

    /// <exception cref="DeployException">The run was not heard of, or ended without a model.</exception>
    public async Task RunAsync(string etag, CancellationToken cancellationToken)
    {
        var isHeardOf = false;
        for (var look = 0; look < Looks; look++)
        {
            if (await app.FindRunAsync(Verify.Model, etag, cancellationToken) is { } run)
            {
                isHeardOf = true;
                TellSteps(run);
                if (IsOver(run))
                    return;
            }
            await Task.Delay(deployment.Options.Pause / 2, deployment.Time, cancellationToken);
        }
        throw new DeployException(isHeardOf
            ? $"The training of {Verify.Model} is still not over. Look at GET /api/models/{Verify.Model}/runs, and run 'finish' again later."
            : "The app has not heard of the upload (EventsDoNotArrive). The first event after a deployment can be lost: run 'finish' again, which uploads once more. " +
              "If it stays so: dotnet run --project src/ServerlessRetail.LocalHost -- doctor --app <url>.");
    }

    private void TellSteps(JsonElement run)
    {
        foreach (var step in run.GetProperty("steps").EnumerateArray().Skip(_told))
        {
            deployment.Say($"    {step.GetProperty("name").GetString(),-10} {step.GetProperty("detail").GetString()}");
            _told++;
        }
    }

    private bool IsOver(JsonElement run)
    {
        var state = run.GetProperty("state").GetString();
        switch (state)
        {
            case "running":
                return false;
            case "promoted" or "kept":
                deployment.Say($"    {state}: {run.GetProperty("detail").GetString()}");
                return true;
            default:
                throw new DeployException(
                    $"The training of the sample ended as {state} ({run.GetProperty("reason").GetString()}): {run.GetProperty("detail").GetString()} docs/operations.md tells where to look; then run 'finish' again.");
        }
    }
}
