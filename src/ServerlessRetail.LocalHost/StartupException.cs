namespace ServerlessRetail.LocalHost;

/// <summary>
/// The local host cannot start, for a reason that its user can remove. Program.cs prints the message without a stack
/// trace and ends with exit code 1.
/// </summary>
/// <param name="message">What is wrong and what to do about it, in a sentence or two.</param>
internal sealed class StartupException(string message) : Exception(message);
