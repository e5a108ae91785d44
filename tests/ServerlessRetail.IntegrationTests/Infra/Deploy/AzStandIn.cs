using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ServerlessRetail.IntegrationTests.Infra.Deploy;

/// <summary>
/// A stand-in for az (and for <c>dotnet publish</c>) on the path, which gives recorded answers and notes how it was called.
/// The answers of one rule are given in turn, the last of them for good.
/// </summary>
internal sealed class AzStandIn : IDisposable
{
    private const string Script = """
        #!/bin/sh
        here="$(dirname "$0")"
        line="$(basename "$0") $*"
        printf '%s\n' "$line" >> "$here/calls"
        for rule in "$here"/rules/*; do
          case "$line" in
            *"$(cat "$rule/text")"*)
              count=$(( $(cat "$rule/count" 2>/dev/null || echo 0) + 1 ))
              echo "$count" > "$rule/count"
              [ -e "$rule/$count" ] || count="$(cat "$rule/last")"
              cat "$rule/$count/output"
              cat "$rule/$count/errors" >&2
              exit "$(cat "$rule/$count/code")"
              ;;
          esac
        done
        echo "No answer is recorded for: $line" >&2
        exit 64

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("az-").FullName;
    private int _rules;

    public AzStandIn()
    {
        foreach (var program in (string[])["az", "dotnet"])
        {
            var path = Path.Combine(_folder, program);
            File.WriteAllText(path, Script);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>What the program finds in its environment, as azd would set it.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>The command lines so far, the program's name first.</summary>
    public IReadOnlyList<string> Calls => File.Exists(CallLog) ? File.ReadAllLines(CallLog) : [];

    private string CallLog => Path.Combine(_folder, "calls");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public int CountOf(string text) => Calls.Count(call => call.Contains(text, StringComparison.Ordinal));

    /// <summary>Says what is answered to command lines that contain a text; a rule that comes first wins.</summary>
    public AzStandIn Answer(string text, params Recorded[] answers)
    {
        var rule = Path.Combine(_folder, "rules", _rules++.ToString("D3", CultureInfo.InvariantCulture));
        for (var i = 0; i < answers.Length; i++)
        {
            var answer = Directory.CreateDirectory(Path.Combine(rule, $"{i + 1}")).FullName;
            File.WriteAllText(Path.Combine(answer, "output"), answers[i].Output);
            File.WriteAllText(Path.Combine(answer, "errors"), answers[i].Errors);
            File.WriteAllText(Path.Combine(answer, "code"), $"{answers[i].ExitCode}");
        }
        File.WriteAllText(Path.Combine(rule, "text"), text);
        File.WriteAllText(Path.Combine(rule, "last"), $"{answers.Length}");
        return this;
    }

    /// <summary>Has <c>dotnet publish</c> leave something to send behind.</summary>
    public AzStandIn AnswerPublish()
    {
        // The folder is the last argument.
        File.WriteAllText(Path.Combine(_folder, "dotnet"), Script.Replace(
            "line=", "for folder in \"$@\"; do :; done; mkdir -p \"$folder/.azurefunctions\"; echo app > \"$folder/app.dll\"\nline=", StringComparison.Ordinal));
        return Answer("dotnet publish", Recorded.Nothing);
    }

    /// <summary>Runs the deployment program with the stand-in on its path.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");

        // Not by "dotnet": a program finds its neighbours before those on the path, and the real dotnet would be one.
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "ServerlessRetail.Deploy"), [.. arguments, "--pause", "0"]);
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        start.Environment["PATH"] = _folder + Path.PathSeparator + start.Environment["PATH"];
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AZURE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        return Command.RunAsync(start);
    }
}

/// <summary>What az once said.</summary>
internal sealed record Recorded(string Output, int ExitCode = 0, string Errors = "")
{
    public static Recorded Nothing { get; } = new("");

    public static Recorded Error(string errors) => new("", 1, errors);
}
