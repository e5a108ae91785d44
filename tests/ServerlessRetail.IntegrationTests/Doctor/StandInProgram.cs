namespace ServerlessRetail.IntegrationTests.Doctor;

/// <summary>A shell script that stands for a program on the path.</summary>
internal static class StandInProgram
{
    public static async Task WriteAsync(string path, string script)
    {
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{script}\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
