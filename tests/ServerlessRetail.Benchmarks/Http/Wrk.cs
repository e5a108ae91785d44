using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ServerlessRetail.Benchmarks.Http;

/// <summary>Load by <see href="https://github.com/wg/wrk">wrk</see>: as many connections as told, each asking again as soon as it is answered.</summary>
internal static class Wrk
{
    private const string Program = "wrk";

    public static async Task<bool> IsInstalledAsync()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Program, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>A script that sends bodies in turn and prints one line of what came of them.</summary>
    public static void WriteScript(string path, IEnumerable<string> bodies)
    {
        var script = new StringBuilder();
        script.Append("local bodies = {\n");
        foreach (var body in bodies)
            script.Append("[==[").Append(body).Append("]==],\n");
        script.Append("""
            }
            local requests, turn = {}, 0
            function init(args)
              wrk.headers["Content-Type"] = "application/json"
              for at, body in ipairs(bodies) do requests[at] = wrk.format("POST", nil, nil, body) end
            end
            function request()
              turn = turn % #requests + 1
              return requests[turn]
            end
            function done(summary, latency, unused)
              local errors = summary.errors
              print(string.format("RESULT %d %d %d %d %d", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
                errors.connect + errors.read + errors.write + errors.timeout + errors.status))
            end

            """);
        File.WriteAllText(path, script.ToString());
    }

    public static async Task<WrkResult> RunAsync(string url, string script, int connections, int threads, double seconds)
    {
        string[] arguments =
        [
            "-c", connections.ToString(CultureInfo.InvariantCulture), "-t", threads.ToString(CultureInfo.InvariantCulture),
            "-d", $"{(int)Math.Ceiling(seconds)}s", "--timeout", "10s", "--latency", "-s", script, url,
        ];
        using var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var numbers = output.Split('\n').Single(line => line.StartsWith("RESULT ", StringComparison.Ordinal)).Split(' ').Skip(1)
            .Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new WrkResult(numbers[0] / (numbers[1] / 1e6), numbers[2] / 1e3, numbers[3] / 1e3, (long)numbers[4], (long)numbers[0]);
    }
}

/// <param name="RequestsPerSecond">Answered.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
/// <param name="Errors">Connections that failed, and answers that were not 2xx or 3xx.</param>
internal sealed record WrkResult(double RequestsPerSecond, double P50, double P99, long Errors, long Requests);
