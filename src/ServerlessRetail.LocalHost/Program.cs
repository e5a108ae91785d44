namespace ServerlessRetail.LocalHost;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        LoopbackProxy.Bypass();
        using var shutdown = new ShutdownSignal();
        try
        {
            return await LocalHostApp.RunAsync(args, Console.Out, TimeProvider.System, shutdown.Token);
        }
        catch (StartupException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException) when (shutdown.Token.IsCancellationRequested)
        {
            return 0;
        }
    }
}
