using System.Text.Json.Serialization;

namespace ServerlessRetail.Diagnostics;

/// <summary>What a check found. No text here holds a secret, an address or the name of an account, but for the two properties that do.</summary>
/// <param name="State">Decides the exit code, and whether the app is ready.</param>
/// <param name="Detail">What was found; of a failure or a warning its cause, in a sentence.</param>
/// <param name="Code">One of <see cref="CheckCodes"/>; null where all is well.</param>
/// <param name="Remedy">What to do, with the very command where there is one; <see cref="AccountPlace"/> stands for the account.</param>
public sealed record CheckResult(CheckState State, string Detail, string? Code = null, string? Remedy = null)
{
    /// <summary>Stands in a remedy for the name of the storage account.</summary>
    public const string AccountPlace = "<account>";

    /// <summary>Where it was found, for whoever runs the check: a host and port, a file.</summary>
    public string? Place { get; init; }

    /// <summary>The account's name, for whoever runs the check.</summary>
    public string? Account { get; init; }

    /// <summary>Checks that somebody else made, for this one.</summary>
    public IReadOnlyList<CheckReport> Parts { get; init; } = [];

    public static CheckResult Ok(string detail) => new(CheckState.Ok, detail);

    public static CheckResult Skipped(string detail) => new(CheckState.Skipped, detail);

    public static CheckResult Warning(string code, string cause, string remedy) => new(CheckState.Warning, cause, code, remedy);

    public static CheckResult Failed(string code, string cause, string remedy) => new(CheckState.Failed, cause, code, remedy);
}

/// <summary>How a check ended.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<CheckState>))]
public enum CheckState
{
    Ok,

    /// <summary>There was nothing to look at, or no way to look; the detail says which.</summary>
    Skipped,

    /// <summary>It works, but not as well as it might, or not for long.</summary>
    Warning,

    /// <summary>Something will not work.</summary>
    Failed,
}
