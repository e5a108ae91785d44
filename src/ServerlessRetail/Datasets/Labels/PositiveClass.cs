namespace ServerlessRetail.Datasets;

/// <summary>Chooses the class, of two, whose probability is given.</summary>
internal static class PositiveClass
{
    private static readonly string[] WellKnown =
        ["yes", "true", "1", "y", "t", "j", "ja", "churned", "churn", "converted", "purchased", "positive", "bad", "default", "exited"];

    /// <returns>One of the two classes, and a sentence's part that says why.</returns>
    /// <exception cref="RejectedException">The settings name a class that the label does not have.</exception>
    public static (string Positive, string Why) Choose(Column column, LabelClasses classes, ModelSettings settings)
    {
        if (settings.Positive is { } named)
        {
            return Find(classes, named) is { } text
                ? (text, $"positive class named in {DatasetName.SettingsFile}")
                : throw new RejectedException(
                    RejectionReasons.InvalidSettings,
                    $"{DatasetName.SettingsFile} names a \"positive\" that the label {column.Name} never has. "
                    + $"Its values are {string.Join(" and ", classes.Items.OrderBy(item => item.Text, StringComparer.Ordinal).Select(item => LabelInference.Tell(item.Text, item.Count)))}.");
        }
        foreach (var known in WellKnown)
        {
            if (Find(classes, known) is { } text)
                return (text, "a well-known positive class");
        }
        return (classes.Items.OrderBy(item => item.Count).ThenBy(item => item.Text, StringComparer.Ordinal).First().Text, "the rarer class is the positive one");
    }

    private static string? Find(LabelClasses classes, string text) =>
        classes.Items.Select(item => item.Text).FirstOrDefault(item => string.Equals(item, text, StringComparison.OrdinalIgnoreCase));
}
