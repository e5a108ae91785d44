namespace ServerlessRetail.Benchmarks.Http;

/// <summary>One of the servers under one kind of load.</summary>
/// <param name="Rows">Customers in a request.</param>
internal sealed record HttpContender(string Name, ServerProcess Server, string Url, string Script, int Rows)
{
    private readonly List<(WrkResult Load, double Processor)> _rounds = [];

    public double RequestsPerSecond => Median(round => round.Load.RequestsPerSecond);

    public double P50 => Median(round => round.Load.P50);

    public double P99 => Median(round => round.Load.P99);

    /// <summary>Microseconds of processor time of the server for each request.</summary>
    public double ProcessorTime => Median(round => round.Processor);

    /// <summary>Requests a second as a share of another's: the median over the rounds, since a busy machine slows down both.</summary>
    public double ShareOf(HttpContender other) =>
        Median([.. _rounds.Zip(other._rounds, (own, others) => own.Load.RequestsPerSecond / others.Load.RequestsPerSecond)]);

    public long Errors => _rounds.Sum(round => round.Load.Errors);

    /// <summary>Load that does not count: code is compiled and compiled again for what it met, beside the requests, which takes its time.</summary>
    public Task WarmUpAsync(HttpBenchmarkOptions options) => Wrk.RunAsync(Url, Script, options.Connections, options.Threads, options.WarmUp);

    public async Task MeasureAsync(HttpBenchmarkOptions options)
    {
        var before = Server.ProcessorTime;
        var load = await Wrk.RunAsync(Url, Script, options.Connections, options.Threads, options.Seconds);
        _rounds.Add((load, (Server.ProcessorTime - before).TotalMicroseconds / Math.Max(1, load.Requests)));
    }

    private double Median(Func<(WrkResult Load, double Processor), double> of) => Median([.. _rounds.Select(of)]);

    private static double Median(double[] numbers)
    {
        Array.Sort(numbers);
        return numbers.Length == 0 ? 0 : (numbers[(numbers.Length - 1) / 2] + numbers[numbers.Length / 2]) / 2;
    }
}
