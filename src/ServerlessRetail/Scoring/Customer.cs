using System.Text.Json;

namespace ServerlessRetail.Scoring;

/// <summary>A customer as a model sees one: cells for the recipe, and what had to be said about the fields.</summary>
/// <param name="Cells">The recipe's cells.</param>
/// <param name="Values">The fields as they were sent, one a recipe column; null where the field was missing.</param>
/// <param name="Errors">Fields that cannot be used; with any, there is no score.</param>
public sealed record Customer(
    string? Id,
    float[] Cells,
    JsonElement?[] Values,
    IReadOnlyList<ScoreWarning> Warnings,
    IReadOnlyList<FieldError> Errors);

/// <summary>A field that cannot be used.</summary>
/// <param name="Path">Where it stands in the request, for example <c>customers[17].tenure</c>.</param>
/// <param name="Code">One of this type's, or of a strict request one of <see cref="ScoreWarningCodes"/>.</param>
/// <param name="Detail">What is wrong and what is expected.</param>
public sealed record FieldError(string Path, string Code, string Detail)
{
    public const string WrongType = "wrongType";
    public const string NotAnObject = "notAnObject";
    public const string NoKnownField = "noKnownField";
}
