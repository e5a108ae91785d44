namespace ServerlessRetail.Deploy;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var cancellation = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            cancellation.Cancel();
        };
        try
        {
            var line = CommandLine.Parse(args, Environment.GetEnvironmentVariable);
            return await Commands.RunAsync(line, Console.Out, TimeProvider.System, cancellation.Token);
        }
        catch (DeployException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped. What is deployed stays; run the same command again to go on.");
            return 1;
        }
    }
}
