namespace ServerlessRetail.Deploy;

/// <summary>A step that failed, in words for the person who runs it: the cause and the next command.</summary>
internal sealed class DeployException(string message) : Exception(message);
