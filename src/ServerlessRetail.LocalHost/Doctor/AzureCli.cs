using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessRetail.Diagnostics;

namespace ServerlessRetail.LocalHost.Doctor;

/// <summary>The Azure CLI, asked for JSON.</summary>
internal sealed class AzureCli(DoctorEnvironment environment)
{
    public string? Program { get; } = environment.FindProgram("az");

    /// <returns>What it printed; or why it printed nothing of use.</returns>
    public async Task<(JsonNode? Answer, CheckResult? Fault)> AskAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var run = await ProgramRun.StartAsync(Program!, [.. arguments, "--output", "json"], environment, cancellationToken);
        var command = string.Join(' ', arguments.TakeWhile(argument => !argument.StartsWith('-')));
        if (run is not { ExitCode: 0 })
            return (null, Explain(run, command));
        try
        {
            return (JsonNode.Parse(run.Output) ?? new JsonArray(), null);
        }
        catch (JsonException)
        {
            return (null, Explain(run, command));
        }
    }

    private static CheckResult Explain(ProgramRun? run, string command)
    {
        var said = run?.Errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(line => line.Contains("ERROR", StringComparison.Ordinal));
        var isSignedOut = said?.Contains("az login", StringComparison.Ordinal) == true;
        return CheckResult.Failed(
            CheckCodes.AzureCliFailed,
            isSignedOut ? "The Azure CLI is not signed in." : $"az {command} fails{(said is null ? "" : $": {Masking.Mask(said)}")}",
            isSignedOut ? "az login" : $"Try it yourself: az {command} --help; it takes the role Reader on the resource group, and for keys Contributor.");
    }
}
