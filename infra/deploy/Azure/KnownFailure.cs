namespace ServerlessRetail.Deploy.Azure;

/// <summary>Something that goes wrong often enough to know the remedy.</summary>
/// <param name="Code">How docs/deploy.md names it.</param>
/// <param name="Texts">Any of them in what az prints gives it away.</param>
/// <param name="Cause">A sentence.</param>
/// <param name="Remedy">What to do, with the command.</param>
/// <param name="IsTransient">Whether waiting is enough.</param>
internal sealed record KnownFailure(string Code, string[] Texts, string Cause, string Remedy, bool IsTransient = false);
