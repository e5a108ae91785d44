using System.Text.Json.Nodes;
using ServerlessRetail.LocalHost.Doctor;

namespace ServerlessRetail.IntegrationTests.Doctor;

/// <summary>What <c>doctor --json</c> said.</summary>
internal sealed record DoctorRun(int ExitCode, string Output)
{
    private JsonArray Checks => JsonNode.Parse(Output)!["checks"]!.AsArray();

    public static async Task<DoctorRun> OfAsync(DoctorEnvironment environment, TimeProvider time, params string[] args)
    {
        using var output = new StringWriter();
        var exitCode = await DoctorCommand.RunAsync(["doctor", .. args, "--json"], environment, output, time, TestContext.Current.CancellationToken);
        return new DoctorRun(exitCode, output.ToString());
    }

    public static Task<DoctorRun> OfConnectionAsync(string connectionString, TimeProvider? time = null) =>
        OfAsync(DoctorEnvironment.Current(Path.GetTempPath()), time ?? TimeProvider.System, "--connection", connectionString);

    public JsonNode Check(string name, string? subject = null) => Checks
        .Single(check => (string?)check!["name"] == name && (subject is null || (string?)check["subject"] == subject))!;

    /// <summary>The check failed or warned with this code, in a sentence and with a remedy.</summary>
    public void AssertNames(string state, string name, string code, string inCauseOrRemedy)
    {
        var check = Check(name);
        Assert.Equal((state, code), ((string?)check["state"], (string?)check["code"]));
        Assert.Contains(inCauseOrRemedy, $"{check["detail"]} {check["remedy"]}", StringComparison.Ordinal);
        Assert.NotEqual("", (string?)check["remedy"]);
        Assert.Equal(state == "failed" ? 1 : ExitCode, ExitCode);
    }
}
