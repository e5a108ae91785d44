using System.Diagnostics;
using ServerlessRetail.Benchmarks.Start;

namespace ServerlessRetail.Benchmarks.Http;

/// <summary>
/// Requests a second of the local host, published, beside an empty endpoint of the same kind of server and beside what a
/// user would build instead: all in one run, in turn, with the same load on the same cores.
/// </summary>
internal static class HttpBenchmark
{
    private const string Python = "/usr/bin/python3";
    private const int Bodies = 64;
    private const int ArrayRows = 100;
    private const string RuntimeSettings = "peers.runtimeconfig.json";

    public static async Task<int> RunAsync(HttpBenchmarkOptions options)
    {
        if (!await Wrk.IsInstalledAsync())
        {
            Console.Error.WriteLine("wrk is not installed (Debian: apt-get install wrk).");
            return 1;
        }
        var folder = Directory.CreateTempSubdirectory("serverlessretail-http-").FullName;
        var servers = new List<ServerProcess>();
        try
        {
            var csv = TelcoCustomer.ToCsv(TelcoCustomer.Draw(TelcoCustomer.FileRows, seed: 1));
            await File.WriteAllTextAsync(Path.Combine(folder, "customers.csv"), csv);
            var host = options.Host is { } published ? new PublishedApp(Path.Combine(published, "ServerlessRetail.LocalHost")) : await PublishedApp.PublishAsync("src/ServerlessRetail.LocalHost", folder);
            // The host may bring the runtime along; its peers run on the installed one, with the same settings.
            var settings = await File.ReadAllTextAsync($"{host.Executable}.runtimeconfig.json");
            await File.WriteAllTextAsync(Path.Combine(folder, RuntimeSettings), settings.Replace("\"includedFrameworks\"", "\"frameworks\"", StringComparison.Ordinal));
            await using var storage = await BenchmarkStorage.StartAsync();
            Console.WriteLine($"Our model: {await TelcoModel.PutAsync(csv, storage.Registry, CancellationToken.None)}");
            var contenders = await StartAsync(options, folder, host, storage.ConnectionString, servers);
            await MeasureAsync(contenders, options);
            Report(contenders, options);
            return contenders.Exists(contender => contender.Errors > 0) ? 1 : 0;
        }
        finally
        {
            servers.ForEach(server => server.Dispose());
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<HttpContender>> StartAsync(
        HttpBenchmarkOptions options, string folder, PublishedApp host, string connection, List<ServerProcess> servers)
    {
        var (one, array) = (Path.Combine(folder, "one.lua"), Path.Combine(folder, "array.lua"));
        var customers = TelcoCustomer.Draw(Bodies * ArrayRows, seed: 2);
        Wrk.WriteScript(one, customers.Take(Bodies).Select(customer => customer.ToJson()));
        Wrk.WriteScript(array, customers.Chunk(ArrayRows).Select(chunk => $"[{string.Join(',', chunk.Select(customer => customer.ToJson()))}]"));
        var contenders = new List<HttpContender>();

        await AddAsync("empty endpoint", port => Peer(folder, port, SmallServer.EmptyCommand), ("", "/score", one, 1));
        var path = $"/api/models/{TelcoModel.Name}/score";
        await AddAsync(
            "ours",
            port => [host.Executable, "--urls", Url(port), "--AzureWebJobsStorage", connection],
            (", one customer", path + "?reasons=0", one, 1), (", one customer with 3 reasons", path + "?reasons=3", one, 1), ($", {ArrayRows} customers", path + "?reasons=0", array, ArrayRows));
        await AddAsync("ML.NET, pooled prediction engines", port => Peer(folder, port, MlNetServer.Command), ("", "/score", one, 1));
        await AddAsync("FastAPI with scikit-learn, 2 workers", port => FastApi(folder, port), ("", "/score", one, 1));
        return contenders;

        async Task AddAsync(string name, Func<int, IReadOnlyList<string>> command, params (string Load, string Path, string Script, int Rows)[] loads)
        {
            if (options.Only.Length > 0 && !options.Only.Split(',').Any(only => name.StartsWith(only, StringComparison.OrdinalIgnoreCase)))
                return;
            try
            {
                var port = ServerProcess.FreePort();
                var line = command(port);
                var server = await ServerProcess.StartAsync(folder, port, line[0], [.. line.Skip(1)]);
                servers.Add(server);
                contenders.AddRange(loads.Select(load => new HttpContender(name + load.Load, server, Url(port) + load.Path, load.Script, load.Rows)));
            }
            catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                Console.WriteLine($"{name} is left out: {exception.Message}");
            }
        }
    }

    /// <summary>This program as a server, with the runtime's settings that the local host has.</summary>
    private static IReadOnlyList<string> Peer(string folder, int port, string command) =>
    [
        "dotnet", "exec", "--runtimeconfig", Path.Combine(folder, RuntimeSettings), typeof(HttpBenchmark).Assembly.Location, command, Url(port),
    ];

    /// <exception cref="InvalidOperationException">Its packages are not there.</exception>
    private static IReadOnlyList<string> FastApi(string folder, int port)
    {
        var script = Path.Combine(folder, "fastapi_server.py");
        using (var resource = typeof(HttpBenchmark).Assembly.GetManifestResourceStream("fastapi_server.py")!)
        using (var file = File.Create(script))
            resource.CopyTo(file);
        using var training = Process.Start(new ProcessStartInfo(Python, [script]) { RedirectStandardError = true })!;
        var errors = training.StandardError.ReadToEnd();
        training.WaitForExit();
        return training.ExitCode == 0
            ? [Python, "-m", "uvicorn", "fastapi_server:app", "--workers", "2", "--port", FormattableString.Invariant($"{port}"), "--log-level", "warning", "--no-access-log"]
            : throw new InvalidOperationException(errors.TrimEnd().Split('\n')[^1]);
    }

    private static string Url(int port) => FormattableString.Invariant($"http://127.0.0.1:{port}");

    private static async Task MeasureAsync(List<HttpContender> contenders, HttpBenchmarkOptions options)
    {
        foreach (var contender in contenders)
            await contender.WarmUpAsync(options);
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var contender in contenders)
                await contender.MeasureAsync(options);
        }
    }

    private static void Report(List<HttpContender> contenders, HttpBenchmarkOptions options)
    {
        Console.WriteLine(FormattableString.Invariant(
            $"{options.Rounds} rounds of {options.Seconds} s, {options.Connections} connections, wrk with {options.Threads} thread(s); {Environment.ProcessorCount} cores; .NET {Environment.Version}\n"));
        Console.WriteLine("| Server | Requests/s | of the empty one | p50 ms | p99 ms | CPU us a request | Customers/s | Errors |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var contender in contenders)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"| {contender.Name} | {contender.RequestsPerSecond:N0} | {contender.ShareOf(contenders[0]):0.000} | {contender.P50:0.00} | {contender.P99:0.00} | {contender.ProcessorTime:0.0} | {contender.RequestsPerSecond * contender.Rows:N0} | {contender.Errors} |"));
        }
    }
}
