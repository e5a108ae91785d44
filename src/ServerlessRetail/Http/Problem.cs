using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Http;

/// <summary>Problem details (RFC 9457), with a code for programs and a remedy for people.</summary>
/// <param name="Type">A URN that ends in the code.</param>
/// <param name="Code">Stable; clients may switch on it.</param>
/// <param name="Detail">What is wrong, where, and what to do.</param>
/// <param name="Errors">The fields that are wrong, where the problem is about fields.</param>
/// <param name="TraceId">Under which logs and telemetry have the request; null for a problem inside an answer.</param>
public sealed record Problem(string Type, string Title, int Status, string Code, string Detail, IReadOnlyList<FieldError>? Errors = null, string? TraceId = null)
{
    public static Problem Create(string code, string title, int status, string detail, IReadOnlyList<FieldError>? errors = null) =>
        new($"urn:serverlessretail:problem:{code}", title, status, code, detail, errors);

    /// <param name="retryAfter">Seconds after which the same request may succeed.</param>
    public IResult ToResult(int? retryAfter = null) => new Answer(this, retryAfter);

    private sealed class Answer(Problem problem, int? retryAfter) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (retryAfter is { } seconds)
                httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            var traced = problem with { TraceId = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier };
            return JsonAnswer.Create(traced, HttpJson.Readable.Problem, problem.Status, "application/problem+json").ExecuteAsync(httpContext);
        }
    }
}
