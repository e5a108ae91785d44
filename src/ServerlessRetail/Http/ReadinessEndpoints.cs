using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using ServerlessRetail.Diagnostics;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Http;

/// <summary>
/// <c>GET /api/health/ready</c>: whether everything that the app needs is there and lets it in. Answers are kept for
/// some seconds, and many requests at a time cause one look.
/// </summary>
public sealed class ReadinessEndpoints : IDisposable
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(10);

    private readonly IConfiguration _configuration;
    private readonly ModelCache _cache;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly HttpClient _http = new();
    private (ReadinessView View, long At)? _last;

    public ReadinessEndpoints(IConfiguration configuration, ModelCache cache, TimeProvider time)
    {
        _configuration = configuration;
        _cache = cache;
        _time = time;
    }

    public async Task<IResult> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || _time.GetElapsedTime(last.At) >= Lifetime)
                _last = last = (await LookAsync(cancellationToken), _time.GetTimestamp());
            return JsonAnswer.Create(
                last.View, HttpJson.Readable.ReadinessView, last.View.Status == ReadinessView.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _gate.Dispose();
        _http.Dispose();
    }

    private async Task<ReadinessView> LookAsync(CancellationToken cancellationToken)
    {
        var checks = Checks.OfApp(_configuration, _cache, _http, _time);
        var reports = await new CheckRunner(CheckLimit, _time).RunAllAsync(checks, cancellationToken);
        return new ReadinessView(
            reports.Any(report => report.Result.State == CheckState.Failed) ? ReadinessView.NotReady : ReadinessView.Ready,
            Release.Version,
            _time.GetUtcNow(),
            [.. reports.Select(report => new ReadinessCheck(
                report.Name, report.Subject, report.Result.State, report.Result.Code, report.Result.Detail, report.Result.Remedy))]);
    }
}

/// <summary>Answer of <c>GET /api/health/ready</c>, with the status 200 or, if it is not ready, 503.</summary>
/// <param name="Status"><c>ready</c>, or <c>notReady</c> if a check failed.</param>
/// <param name="CheckedAt">When it was looked; an answer is kept for some seconds.</param>
public sealed record ReadinessView(string Status, string Release, DateTimeOffset CheckedAt, IReadOnlyList<ReadinessCheck> Checks)
{
    public const string Ready = "ready";
    public const string NotReady = "notReady";
}

/// <summary>One check. No text in it holds a secret, an address or the name of an account.</summary>
/// <param name="Subject">The setting whose account was looked at.</param>
/// <param name="Code">The cause; absent where all is well.</param>
/// <param name="Detail">What was found, or the cause in a sentence.</param>
public sealed record ReadinessCheck(string Name, string? Subject, CheckState State, string? Code, string Detail, string? Remedy);
