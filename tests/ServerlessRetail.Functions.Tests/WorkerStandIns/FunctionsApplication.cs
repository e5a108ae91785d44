namespace Microsoft.Azure.Functions.Worker.Builder;

internal static class FunctionsApplication
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
