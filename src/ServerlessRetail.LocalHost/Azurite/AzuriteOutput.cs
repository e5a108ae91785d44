using System.Globalization;
using System.Text.RegularExpressions;

namespace ServerlessRetail.LocalHost;

/// <summary>What Azurite prints: kept in a log, its end kept for explanations, and read for the ports it listens on.</summary>
/// <param name="logFile">Begun anew at each start; null: no log.</param>
internal sealed partial class AzuriteOutput(string? logFile) : IDisposable
{
    private const int LinesKept = 5;

    private readonly Lock _lock = new();
    private readonly Queue<string> _lastLines = new();
    private readonly Dictionary<string, int> _ports = [];
    private readonly TaskCompletionSource<AzuritePorts> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Others may read the log while it is written.
    private readonly StreamWriter? _log = logFile is null ? null : new StreamWriter(logFile, append: false) { AutoFlush = true };
    private bool _closed;

    /// <summary>Where the log is; null without one.</summary>
    public string? LogFile => logFile;

    /// <summary>Completes when all three services have said that they listen.</summary>
    public Task<AzuritePorts> Listening => _listening.Task;

    /// <summary>The last lines, each on a line of its own after a line break; nothing if there are none.</summary>
    public string LastLines
    {
        get
        {
            lock (_lock)
                return string.Concat(_lastLines.Select(line => $"{Environment.NewLine}  {line}"));
        }
    }

    /// <summary>Takes one line of output; null, the end of a stream, is left alone.</summary>
    public void Add(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;

        lock (_lock)
        {
            if (_lastLines.Count == LinesKept)
                _lastLines.Dequeue();
            _lastLines.Enqueue(line);
            Log(line);
            ReadPort(line);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _log?.Dispose();
        }
    }

    private void Log(string line)
    {
        if (_closed)
            return;

        try
        {
            _log?.WriteLine(line);
        }
        catch (IOException)
        {
            // A full disk must not end the host for a line of log.
            _closed = true;
        }
    }

    private void ReadPort(string line)
    {
        if (ListeningLine().Match(line) is not { Success: true } match)
            return;

        _ports[match.Groups["service"].Value] = int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture);
        if (_ports.TryGetValue("Blob", out var blob) && _ports.TryGetValue("Queue", out var queue) && _ports.TryGetValue("Table", out var table))
            _listening.TrySetResult(new AzuritePorts(blob, queue, table));
    }

    [GeneratedRegex(@"^Azurite (?<service>\w+) service is successfully listening at http://[^/]*:(?<port>\d+)")]
    private static partial Regex ListeningLine();
}

/// <summary>The ports on loopback that Azurite's services listen on.</summary>
internal sealed record AzuritePorts(int Blob, int Queue, int Table);
