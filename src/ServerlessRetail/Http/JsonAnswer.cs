using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace ServerlessRetail.Http;

/// <summary>An answer that is already JSON when it is made, so that it may refer to the request's own values.</summary>
internal sealed class JsonAnswer(byte[] json, int status, string contentType, string? etag = null) : IResult
{
    public static IResult Create<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK, string contentType = "application/json") =>
        new JsonAnswer(JsonSerializer.SerializeToUtf8Bytes(value, type), status, contentType);

    /// <summary>An answer that one version of a model gave.</summary>
    public static IResult OfVersion<T>(T value, JsonTypeInfo<T> type, string version) =>
        new JsonAnswer(JsonSerializer.SerializeToUtf8Bytes(value, type), StatusCodes.Status200OK, "application/json", ETagOf(version));

    /// <summary>A version as an entity tag (RFC 9110).</summary>
    public static string ETagOf(string version) => $"\"{version}\"";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        AnswerHeaders.Set(httpContext.Response, contentType, etag, json.Length);
        await httpContext.Response.Body.WriteAsync(json, httpContext.RequestAborted);
    }
}
