using System.Diagnostics;
using System.IO.Compression;
using ServerlessRetail.Deploy.Azure;

namespace ServerlessRetail.Deploy.Steps;

/// <summary>Builds the Functions app and deploys it as a zip.</summary>
internal sealed class Publish : IStep
{
    private const int Attempts = 5;

    public string Title => "Publish the app";

    public async Task RunAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("serverless-retail-").FullName;
        try
        {
            var package = Path.Combine(folder, "app.zip");
            await BuildAsync(Path.Combine(folder, "app"), cancellationToken);

            // Everything, the folder .azurefunctions too, without which the host finds no functions.
            await ZipFile.CreateFromDirectoryAsync(Path.Combine(folder, "app"), package, cancellationToken);
            deployment.Say($"    sending {new FileInfo(package).Length / 1_000_000} MB");
            await deployment.RetryAsync("Deploying the code", Attempts, () => AzCli.RunAsync(
                [
                    "functionapp", "deployment", "source", "config-zip", "--resource-group", deployment.Options.RequiredResourceGroup,
                    "--name", deployment.RequiredNames.FunctionApp, "--src", package, "--output", "none",
                ],
                cancellationToken), cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task BuildAsync(string output, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", ["publish", RepositoryFolder.Path("src", "ServerlessRetail.Functions"), "--configuration", "Release", "--output", output]);
        var result = await AzCli.RunAsync(start, "dotnet publish", "The .NET SDK (dotnet) was not found. Install .NET 10: https://dot.net.", cancellationToken);
        if (!result.Succeeded || !Directory.Exists(output))
            throw new DeployException($"The app could not be built. 'dotnet publish src/ServerlessRetail.Functions' said:{Environment.NewLine}{result.Output}{result.Errors}");
    }
}
