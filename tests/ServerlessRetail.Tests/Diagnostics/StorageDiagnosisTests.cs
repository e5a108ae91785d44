using System.Net;
using System.Text;
using Azure;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using ServerlessRetail.Diagnostics;

namespace ServerlessRetail.Tests.Diagnostics;

/// <summary>Answers that Azure gives and Azurite doesn't.</summary>
public sealed class StorageDiagnosisTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(403, "AuthorizationFailure", CheckCodes.Firewall)]
    [InlineData(403, "AuthorizationPermissionMismatch", CheckCodes.RoleMissing)]
    [InlineData(403, "KeyBasedAuthenticationNotPermitted", CheckCodes.KeysOff)]
    [InlineData(403, "AuthenticationFailed", CheckCodes.NotSignedIn)]
    [InlineData(401, "InvalidAuthenticationInfo", CheckCodes.NotSignedIn)]
    [InlineData(400, "AccountRequiresHttps", CheckCodes.HttpsRequired)]
    [InlineData(403, "AccountIsDisabled", CheckCodes.AccountDisabled)]
    [InlineData(500, "InternalError", CheckCodes.Unexpected)]
    public void An_identity_is_told(int status, string errorCode, string expected)
    {
        var result = Diagnose(Identity(), status, errorCode, Now);

        Assert.Equal((CheckState.Failed, expected), (result.State, result.Code));
        Assert.NotEmpty(result.Remedy!);
        Assert.All([result.Detail, result.Remedy!], text => Assert.DoesNotContain("stretail", text, StringComparison.Ordinal));
        Assert.Equal(("stretail", "stretail.blob.core.windows.net"), (result.Account, result.Place));
    }

    [Fact]
    public void A_refused_key_is_the_clocks_fault_where_the_clock_is_off()
    {
        Assert.Equal(CheckCodes.WrongKey, Diagnose(WithKey(), 403, "AuthenticationFailed", Now.AddMinutes(14)).Code);
        Assert.Equal(CheckCodes.ClockSkewed, Diagnose(WithKey(), 403, "AuthenticationFailed", Now.AddMinutes(-16)).Code);
    }

    [Fact]
    public void Who_cannot_sign_in_is_told_to() =>
        Assert.Contains("az login", Diagnosis(Identity()).Explain(new CredentialUnavailableException("nobody"), "blob").Remedy);

    [Fact]
    public void The_role_is_that_of_the_service() =>
        Assert.Contains("Storage Queue Data Contributor", Diagnosis(Identity()).NotPermitted("put", "queue").Remedy);

    [Theory]
    [InlineData("?sv=2021&sp=rl&ss=b&se=2026-01-02T00%3A00%3A00Z&sig=x", "rl", "b", "2026-01-02T00:00:00Z")]
    [InlineData("sv=2021&si=policy&sig=x", null, null, null)]
    public void A_token_tells_of_itself(string query, string? permissions, string? services, string? expiry)
    {
        var token = SharedAccessToken.Find(query)!;

        Assert.Equal((permissions, services, expiry is null ? null : DateTimeOffset.Parse(expiry, null)), (token.Permissions, token.Services, token.ExpiresAt));
        Assert.Null(SharedAccessToken.Find("?comp=list"));
    }

    private static CheckResult Diagnose(StorageTarget target, int status, string errorCode, DateTimeOffset date)
    {
        using var handler = new Recorded(status, errorCode, date);
        using var http = new HttpClient(handler);
        using var transport = new HttpClientTransport(http);
        var client = new BlobServiceClient(new Uri("https://stretail.blob.core.windows.net"), StorageTarget.Impatient(new BlobClientOptions { Transport = transport }));

        var exception = Assert.Throws<RequestFailedException>(() => client.GetProperties(TestContext.Current.CancellationToken));
        return Diagnosis(target).Explain(exception, "blob");
    }

    private static StorageDiagnosis Diagnosis(StorageTarget target) => new(target, new FixedTime());

    private static StorageTarget Identity() => new(
        "DataStorage", StorageSignIn.Identity,
        new BlobServiceClient(new Uri("https://stretail.blob.core.windows.net"), new DefaultAzureCredential()),
        new QueueServiceClient(new Uri("https://stretail.queue.core.windows.net"), new DefaultAzureCredential()), Table: null, Token: null);

    private static StorageTarget WithKey()
    {
        var credential = new StorageSharedKeyCredential("stretail", Convert.ToBase64String(new byte[64]));
        return Identity() with { SignIn = StorageSignIn.Key, Blobs = new BlobServiceClient(new Uri("https://stretail.blob.core.windows.net"), credential) };
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>A recorded answer of the storage service, in place of the network.</summary>
    private sealed class Recorded(int status, string errorCode, DateTimeOffset date) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = new StringContent($"<Error><Code>{errorCode}</Code><Message>Recorded.</Message></Error>", Encoding.UTF8, "application/xml"),
            };
            response.Headers.Date = date;
            response.Headers.Add("x-ms-error-code", errorCode);
            response.Headers.Add("x-ms-request-id", "1");
            response.Headers.Add("Server", "Windows-Azure-Blob/1.0");
            return response;
        }
    }
}
