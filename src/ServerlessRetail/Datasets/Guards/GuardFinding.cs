namespace ServerlessRetail.Datasets.Guards;

/// <summary>Something that a guard saw. Never a customer's value.</summary>
/// <param name="Guard">One of <see cref="GuardNames"/>.</param>
/// <param name="Column">The column it is about; null: the whole file.</param>
/// <param name="Evidence">A sentence with numbers.</param>
/// <param name="Remedy">A sentence that says what to do.</param>
/// <param name="Blocks">Whether it ends the run.</param>
public sealed record GuardFinding(string Guard, string? Column, string Evidence, string Remedy, bool Blocks)
{
    /// <summary>Whether it would block, had <c>allow</c> of model.json not overruled the guard.</summary>
    public bool Overruled { get; init; }
}
