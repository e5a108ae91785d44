using Microsoft.AspNetCore.Http;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Http;

/// <summary><c>GET /api/health</c>: a cheap sign of life that asks nobody else.</summary>
public sealed class HealthEndpoints(ModelCache cache)
{
    public Task<IResult> GetAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var models = cache.Contents;
        var status = models.Any(model => model.Error is not null) ? "degraded" : "healthy";
        return Task.FromResult(JsonAnswer.Create(new HealthView(status, Release.Version, models), HttpJson.Readable.HealthView));
    }
}

/// <summary>Answer of <c>GET /api/health</c>.</summary>
/// <param name="Status"><c>healthy</c>, or <c>degraded</c> while a champion cannot be loaded and an older version serves.</param>
/// <param name="Models">The models in memory.</param>
public sealed record HealthView(string Status, string Release, IReadOnlyList<CachedModel> Models);
