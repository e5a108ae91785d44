using System.Text.Json;

using ServerlessRetail.Deploy.Azure;

namespace ServerlessRetail.Deploy.Steps;

/// <summary>Reads the names of what main.bicep made.</summary>
internal sealed class ReadOutputs : IStep
{
    public string Title => "What is deployed";

    public async Task RunAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        deployment.Names = deployment.Options.Names ?? await ReadAsync(deployment, cancellationToken);
        deployment.Say($"    app {deployment.Names.FunctionApp}, data in {deployment.Names.StorageAccount}");
    }

    private static async Task<AppNames> ReadAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var answer = await AzCli.RunAsync(
            ["deployment", "group", "show", "--resource-group", deployment.Options.RequiredResourceGroup, "--name", "main", "--query", "properties.outputs", "--output", "json"],
            cancellationToken);
        var outputs = answer.Json();
        if (outputs.ValueKind != JsonValueKind.Object)
            throw new DeployException("The deployment of main.bicep has not been finished. Run 'up' again; what is there already stays.");

        string Output(string name) => outputs.EnumerateObject()
            .FirstOrDefault(output => string.Equals(output.Name, name, StringComparison.OrdinalIgnoreCase)) is { Value.ValueKind: JsonValueKind.Object } output
                ? output.Value.GetProperty("value").GetString()!
                : throw new DeployException($"The deployment of main.bicep has no output {name}. It was made with an older version: run 'up' again.");

        return new AppNames(Output("AZURE_FUNCTION_APP_NAME"), Output("AZURE_FUNCTION_APP_URL"), Output("AZURE_STORAGE_ACCOUNT_NAME"));
    }
}
