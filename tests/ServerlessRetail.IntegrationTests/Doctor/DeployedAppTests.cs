using System.Globalization;
using ServerlessRetail.Diagnostics;
using ServerlessRetail.LocalHost.Doctor;

namespace ServerlessRetail.IntegrationTests.Doctor;

/// <summary>Apps that are broken on purpose; a web server on loopback stands for them.</summary>
public sealed class DeployedAppTests
{
    private const string Healthy = """{ "status": "healthy", "release": "{release}", "models": [] }""";

    [Fact]
    public async Task An_app_that_is_well()
    {
        var run = await LookAsync(request => request.Headers["x-functions-key"] == "right"
            ? (200, request.Path.Value!.EndsWith("ready", StringComparison.Ordinal) ? Readiness("ready", """{ "name": "clock", "state": "ok", "detail": "Fine." }""") : Health())
            : (401, ""), "--key", "right");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("clock", (string?)run.Check(CheckNames.AppReadiness)["parts"]![0]!["name"]);
        Assert.Equal("skipped", (string?)run.Check(CheckNames.EventGrid)["state"]);
        Assert.DoesNotContain("right", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, CheckCodes.KeyRefused, "az functionapp keys list")]
    [InlineData(403, CheckCodes.AppStopped, "az functionapp start")]
    [InlineData(404, CheckCodes.AppNotFound, "az functionapp function list")]
    [InlineData(503, CheckCodes.AppBroken, "az webapp log tail")]
    public async Task An_app_that_answers_otherwise(int status, string code, string remedy) =>
        (await LookAsync(_ => (status, "<html>"), "--key", "wrong")).AssertNames("failed", CheckNames.AppHealth, code, remedy);

    [Fact]
    public async Task No_key() => (await LookAsync(_ => (401, ""))).AssertNames("failed", CheckNames.AppHealth, CheckCodes.KeyMissing, "--key");

    [Fact]
    public async Task A_site_of_somebody_else() =>
        (await LookAsync(_ => (200, "<html>Welcome</html>"))).AssertNames("failed", CheckNames.AppHealth, CheckCodes.AppNotFound, "it is another site");

    [Fact]
    public async Task Another_release() => (await LookAsync(_ => (200, """{ "status": "healthy", "release": "0.0.1", "models": [] }""")))
        .AssertNames("warning", CheckNames.AppHealth, CheckCodes.AppOtherRelease, "The app is release 0.0.1");

    [Fact]
    public async Task An_app_that_is_not_ready_is_told_with_its_own_causes()
    {
        var run = await LookAsync(request => request.Path.Value!.EndsWith("ready", StringComparison.Ordinal)
            ? (503, Readiness("notReady", """{ "name": "blobPermissions", "subject": "DataStorage", "state": "failed", "code": "roleMissing", "detail": "The identity may not write.", "remedy": "az role assignment create" }"""))
            : (200, Health()));

        run.AssertNames("failed", CheckNames.AppReadiness, CheckCodes.AppNotReady, "not ready: blobPermissions");
        var part = run.Check(CheckNames.AppReadiness)["parts"]![0]!;
        Assert.Equal(("roleMissing", "az role assignment create"), ((string?)part["code"], (string?)part["remedy"]));
    }

    [Theory]
    [InlineData("https://nobody.invalid", CheckCodes.HostNotFound)]
    [InlineData("http://127.0.0.1:9", CheckCodes.Refused)]
    public async Task An_address_where_nobody_is(string app, string code)
    {
        var run = await DoctorRun.OfAsync(Here, TimeProvider.System, "--app", app);

        run.AssertNames("failed", CheckNames.AppHealth, code, "Compare");
        Assert.Equal("skipped", (string?)run.Check(CheckNames.AppReadiness)["state"]);
    }

    private static DoctorEnvironment Here => DoctorEnvironment.Current(Path.GetTempPath()) with { Path = "", Variables = new Dictionary<string, string>() };

    private static string Health() => Healthy.Replace("{release}", Release.Version, StringComparison.Ordinal);

    private static string Readiness(string status, string check) => string.Create(CultureInfo.InvariantCulture,
        $$"""{ "status": "{{status}}", "release": "{{Release.Version}}", "checkedAt": "2026-01-01T00:00:00Z", "checks": [ {{check}} ] }""");

    private static async Task<DoctorRun> LookAsync(Func<Microsoft.AspNetCore.Http.HttpRequest, (int, string)> answer, params string[] args)
    {
        await using var server = await StandInServer.StartAsync(answer);
        return await DoctorRun.OfAsync(Here, TimeProvider.System, ["--app", server.Address.AbsoluteUri, .. args]);
    }
}
