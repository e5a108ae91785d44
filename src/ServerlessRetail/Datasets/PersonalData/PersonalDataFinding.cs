namespace ServerlessRetail.Datasets.PersonalData;

/// <summary>A column that holds data about persons. Never one of its values.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Share">Share of the sampled distinct values that look it, 0 to 1; 0 where only the column's name says so.</param>
/// <param name="Evidence">One sentence.</param>
/// <param name="Kept">Whether <c>allow</c> or <c>types</c> of model.json keeps the column all the same.</param>
public sealed record PersonalDataFinding(string Column, PersonalDataKind Kind, double Share, string Evidence, bool Kept = false);
