using System.Text.Json;

namespace ServerlessRetail.Deploy.Azure;

/// <summary>What a command of az left behind.</summary>
internal sealed record AzResult(string Command, int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The answer as JSON.</summary>
    /// <exception cref="DeployException">The command failed, or the answer is no JSON.</exception>
    public JsonElement Json()
    {
        if (!Succeeded)
            throw KnownFailures.Explain(this, Command);
        try
        {
            return JsonElement.Parse(Output);
        }
        catch (JsonException)
        {
            throw new DeployException($"az did not answer with JSON: {Command}. Is it the Azure CLI? Run that command yourself to see what it says.");
        }
    }
}
