using Microsoft.AspNetCore.Http;

namespace ServerlessRetail.Http.OpenApi;

/// <summary><c>GET /api/openapi.json</c>: the API as OpenAPI 3.1, made once and kept as bytes.</summary>
public sealed class OpenApiEndpoints
{
    private readonly Lazy<byte[]> _document = new(OpenApiDocument.Write);

    public Task<IResult> GetAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IResult>(new JsonAnswer(_document.Value, StatusCodes.Status200OK, "application/json"));
    }
}
