using System.Diagnostics;
using ServerlessRetail.IntegrationTests.MainJob;

namespace ServerlessRetail.IntegrationTests.Http;

/// <summary>A client that openapi-typescript generates from the host's own document compiles and gets a score.</summary>
public sealed class GeneratedClientTests(AzuriteFixture azurite) : HostTests(azurite)
{
    private const string FolderVariable = "SERVERLESSRETAIL_CLIENT";

    private const string Packages = """
        {
          "private": true,
          "type": "module",
          "dependencies": { "openapi-fetch": "0.17.0", "openapi-typescript": "7.13.0", "typescript": "5.9.3" }
        }
        """;

    private const string Program = """
        import createClient from "openapi-fetch";
        import type { paths } from "./api";

        declare const process: { argv: string[] };
        const [base, model] = process.argv.slice(2) as [string, string];
        const client = createClient<paths>({ baseUrl: base });

        const { data, error } = await client.POST("/models/{model}/score", {
          params: { path: { model }, query: { reasons: 1 } },
          body: { customers: [{ customer_id: "C9", tenure: 3, tier: "gold", visits: 2 }, { tenure: true }] },
        });
        if (typeof data !== "object" || !("results" in data)) throw new Error(JSON.stringify(error));
        const [scored, refused] = data.results;
        console.log(data.task, scored?.id, scored?.reasons?.length, typeof scored?.probability, refused?.error?.code);

        const missing = await client.POST("/models/{model}/score", { params: { path: { model: "no-such-model" } }, body: { tenure: 3 } });
        console.log(missing.error?.code);
        """;

    [Fact]
    public async Task A_generated_client_compiles_and_gets_a_score()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, $"Set {FolderVariable} to a folder for the client to run this test; it needs Node.js and npm.");
        Directory.CreateDirectory(folder);
        var token = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), Packages, token);
        await File.WriteAllTextAsync(Path.Combine(folder, "client.ts"), Program, token);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "openapi.json"), await Host.Client.GetStringAsync(new Uri("api/openapi.json", UriKind.Relative), token), token);

        await RunAsync(folder, "npm", "install", "--silent", "--no-audit", "--no-fund");
        await RunAsync(folder, "npx", "openapi-typescript", "openapi.json", "--output", "api.d.ts");
        await RunAsync(folder, "npx", "tsc", "--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022,dom", "client.ts");
        var answer = await RunAsync(folder, "node", "client.js", $"{Host.Client.BaseAddress}api", TrainedModel);

        Assert.Equal(["binary C9 1 number invalidCustomer", "unknownModel"], answer.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<string> RunAsync(string folder, string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{command} {string.Join(' ', arguments)}: {output} {await error}");
        return output;
    }
}
