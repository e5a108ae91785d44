using Xunit.MicrosoftTestingPlatform;

namespace ServerlessRetail.Functions.Tests;

/// <summary>What xunit generates where there is no other Main.</summary>
internal static class TestEntryPoint
{
    private static Task<int> Main(string[] args) =>
        TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
