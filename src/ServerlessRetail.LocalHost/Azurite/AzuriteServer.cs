using System.Diagnostics;
using System.Net;

namespace ServerlessRetail.LocalHost;

/// <summary>
/// A running Azurite: blobs, queues and tables on loopback. It ends, with everything written to disk, when this is
/// disposed and also when this process ends in any other way.
/// </summary>
internal sealed class AzuriteServer : IAsyncDisposable
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AnswerInterval = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly AzuriteOutput _output;
    private readonly AzuriteDataFolder? _folder;
    private readonly TimeProvider _time;
    private bool _disposed;

    private AzuriteServer(Process process, AzuriteOutput output, AzuriteDataFolder? folder, TimeProvider time)
    {
        _process = process;
        _output = output;
        _folder = folder;
        _time = time;
        WhenExited = WaitForExitAsync();
    }

    /// <summary>The ports that it was given or has found.</summary>
    public AzuritePorts Ports { get; private set; } = new(0, 0, 0);

    public string ConnectionString => AzuriteConnection.Create(Ports.Blob, Ports.Queue, Ports.Table);

    /// <summary>Completes with the exit code when it has ended, asked to or not.</summary>
    public Task<int> WhenExited { get; }

    public int ProcessId => _process.Id;

    /// <summary>Starts it and returns when all three services answer.</summary>
    /// <exception cref="StartupException">It does not start, or not in time, or a port or the data folder is in use.</exception>
    public static async Task<AzuriteServer> StartAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        VerifyPorts(options);

        var folder = options.DataFolder is null
            ? null
            : await AzuriteDataFolder.ClaimAsync(options.DataFolder, options.StartLimit, options.Time, cancellationToken);
        var server = Launch(options, folder);
        try
        {
            folder?.Note(server.ProcessId);
            await server.WaitUntilReadyAsync(options.StartLimit, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A sentence for the case that it ended although nobody asked it to.</summary>
    public string ExplainExit(int exitCode) =>
        $"Azurite, the storage emulator, has ended unexpectedly (exit code {exitCode}); start again.{Details}";

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;

        CloseInput();
        try
        {
            await WhenExited.WaitAsync(CloseLimit, _time);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await WhenExited;
        }

        _process.Dispose();
        _output.Dispose();
        _folder?.Dispose();
    }

    private string Details => _output.LastLines + (_output.LogFile is { } log ? $"{Environment.NewLine}Its log is {log}" : "");

    private static void VerifyPorts(AzuriteOptions options)
    {
        foreach (var port in (int[])[options.BlobPort, options.QueuePort, options.TablePort])
        {
            if (port != 0 && !PortCheck.IsFree(IPAddress.Loopback, port))
                throw new StartupException($"Port {port}, which Azurite needs, is in use by another program; stop that, or set AzureWebJobsStorage to the connection string of a storage account.");
        }
    }

    private static AzuriteServer Launch(AzuriteOptions options, AzuriteDataFolder? folder)
    {
        AzuriteOutput? output = null;
        try
        {
            output = new AzuriteOutput(folder?.LogFile);
            var process = NodeJs.Start(AzuriteCommand.Create(options));
            process.OutputDataReceived += (_, line) => output.Add(line.Data);
            process.ErrorDataReceived += (_, line) => output.Add(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return new AzuriteServer(process, output, folder, options.Time);
        }
        catch
        {
            output?.Dispose();
            folder?.Dispose();
            throw;
        }
    }

    private async Task WaitUntilReadyAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            if (await Task.WhenAny(_output.Listening, WhenExited).WaitAsync(either.Token) == WhenExited)
                throw new StartupException($"Azurite, the storage emulator, could not start (exit code {await WhenExited}).{Details}");

            Ports = await _output.Listening;
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            foreach (var port in (int[])[Ports.Blob, Ports.Queue, Ports.Table])
                await WaitUntilAnsweringAsync(client, port, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StartupException($"Azurite, the storage emulator, did not answer within {limit.TotalSeconds:0} seconds; start again when the machine is less busy.{Details}");
        }
    }

    private async Task WaitUntilAnsweringAsync(HttpClient client, int port, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/"), cancellationToken);
                return;
            }
            catch (HttpRequestException) when (!WhenExited.IsCompleted)
            {
                await Task.Delay(AnswerInterval, _time, cancellationToken);
            }
            catch (HttpRequestException)
            {
                throw new StartupException(ExplainExit(await WhenExited));
            }
        }
    }

    private async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }
    }
}
