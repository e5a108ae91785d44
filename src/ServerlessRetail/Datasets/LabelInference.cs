using System.Globalization;
using ServerlessRetail.Datasets.Quality;

namespace ServerlessRetail.Datasets;

/// <summary>Finds the label, the task that it sets and, of two classes, the positive one.</summary>
internal static class LabelInference
{
    /// <summary>Names that are a label wherever they stand, the surest first.</summary>
    private static readonly string[] WellKnownNames =
    [
        "churn", "churned", "is_churn", "has_churned", "exited", "attrition",
        "label", "target", "converted", "conversion", "purchased", "responded", "response", "outcome",
    ];

    private static readonly string[] WellKnownPositives =
        ["yes", "true", "1", "y", "t", "j", "ja", "churned", "churn", "converted", "purchased", "positive", "bad", "default", "exited"];

    /// <summary>Up to this many distinct whole numbers or texts a label may be classes.</summary>
    private const int MaxClasses = 50;

    public static LabelSchema Infer(Dataset dataset, ModelSettings settings)
    {
        var (column, evidence) = Find(dataset, settings);
        if (column.PresentCount == 0)
        {
            throw new RejectedException(
                RejectionReasons.NoLabel,
                $"The label {column.Name} is empty in every row. Fill it in, or name another column as \"label\" in {DatasetName.SettingsFile}.");
        }

        var classes = column is CodedColumn coded ? ClassesOf(coded) : null;
        return (settings.Task ?? InferTask(column, classes)) switch
        {
            ModelTask.Binary => Binary(column, classes, settings, evidence),
            _ => Regression(column, settings, evidence),
        };
    }

    /// <summary>Notes about classes that the file spells in more than one way.</summary>
    public static IReadOnlyList<DatasetNote> Notes(Dataset dataset, LabelSchema label)
    {
        if (label.Task == ModelTask.Regression || dataset.FindColumn(label.Name) is not CodedColumn column)
            return [];
        var texts = Enumerable.Range(0, column.DistinctCount).Select(column.GetValue);
        return [.. texts
            .GroupBy(text => text, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group => new DatasetNote(DatasetNote.MergedSpellings, label.Name,
                $"{string.Join(", ", group.Order(StringComparer.Ordinal))} were taken for one class, {(label.IsPositive(group.Key) ? label.Positive : label.Negative)}."))
            .OrderBy(note => note.Detail, StringComparer.Ordinal)];
    }

    private static (Column Column, string Evidence) Find(Dataset dataset, ModelSettings settings)
    {
        if (settings.Label is { } named)
        {
            return dataset.FindColumn(named) is { } column
                ? (column, $"named in {DatasetName.SettingsFile}")
                : throw SchemaInference.MissingColumn(dataset, "label", named);
        }

        var candidates = dataset.Columns.Where(column => !settings.Exclude.Contains(column.Name) && column.Name != settings.Id).ToList();
        foreach (var name in WellKnownNames)
        {
            if (candidates.Find(column => string.Equals(column.Name.Trim(), name, StringComparison.OrdinalIgnoreCase)) is { } column)
                return (column, "a well-known name for a label");
        }
        return candidates.Count > 0
            ? (candidates[^1], "the last column")
            : throw new RejectedException(RejectionReasons.NoLabel, "The file has no column that could be the label.");
    }

    private static ModelTask InferTask(Column column, List<(string Text, int Count)>? classes)
    {
        var allNumbers = column.NumberCount >= 0.95 * column.PresentCount;
        if (classes?.Count <= 2)
            return ModelTask.Binary;
        if (allNumbers)
            return ModelTask.Regression;
        throw new RejectedException(
            RejectionReasons.TaskNotSupported,
            classes?.Count <= MaxClasses
                ? $"The label {column.Name} has {classes.Count} classes; this release learns two classes or a number. "
                  + "Keep the rows of two classes, or merge classes."
                : $"The label {column.Name} is free text, which cannot be predicted. Name another column as \"label\" in {DatasetName.SettingsFile}.");
    }

    private static LabelSchema Binary(Column column, List<(string Text, int Count)>? classes, ModelSettings settings, string evidence)
    {
        if (classes is not { Count: <= 2 })
        {
            throw new RejectedException(
                RejectionReasons.InvalidSettings,
                $"{DatasetName.SettingsFile} asks for the task \"binary\", but the label {column.Name} has more than two distinct values.");
        }
        if (classes.Count == 1)
        {
            throw new RejectedException(
                RejectionReasons.OneClass,
                $"Every row has the same value in the label {column.Name}, so there is nothing to tell apart. "
                + $"Add rows of the other class, or name another column as \"label\" in {DatasetName.SettingsFile}.");
        }

        var (positive, why) = ChoosePositive(column, classes, settings);
        var negative = classes.Single(item => item.Text != positive).Text;
        return new LabelSchema(column.Name, ModelTask.Binary, positive, negative, $"{evidence}; {why}");
    }

    /// <summary>A class for a message. One of very few rows may be a slip, and tell who the customer is.</summary>
    internal static string Tell(string text, int count) => count >= Distributions.MinRowsShown ? text : "another, in very few rows";

    private static (string Positive, string Why) ChoosePositive(Column column, List<(string Text, int Count)> classes, ModelSettings settings)
    {
        if (settings.Positive is { } named)
        {
            foreach (var (text, _) in classes)
            {
                if (string.Equals(text, named, StringComparison.OrdinalIgnoreCase))
                    return (text, $"positive class named in {DatasetName.SettingsFile}");
            }
            throw new RejectedException(
                RejectionReasons.InvalidSettings,
                $"{DatasetName.SettingsFile} names a \"positive\" that the label {column.Name} never has. "
                + $"Its values are {string.Join(" and ", classes.Select(item => Tell(item.Text, item.Count)))}.");
        }
        foreach (var known in WellKnownPositives)
        {
            foreach (var (text, _) in classes)
            {
                if (string.Equals(text, known, StringComparison.OrdinalIgnoreCase))
                    return (text, "a well-known positive class");
            }
        }
        return (classes.OrderBy(item => item.Count).ThenBy(item => item.Text, StringComparer.Ordinal).First().Text, "the rarer class is the positive one");
    }

    private static LabelSchema Regression(Column column, ModelSettings settings, string evidence)
    {
        if (column.NumberCount < 0.95 * column.PresentCount)
        {
            throw new RejectedException(
                RejectionReasons.InvalidSettings,
                $"{DatasetName.SettingsFile} asks for the task \"regression\", but the label {column.Name} is not a column of numbers.");
        }
        if (settings.Positive is not null)
        {
            throw new RejectedException(
                RejectionReasons.InvalidSettings,
                $"{DatasetName.SettingsFile} names a \"positive\" class, but the label {column.Name} is a number to predict. Remove \"positive\".");
        }
        if (column is CodedColumn { DistinctCount: 1 })
        {
            throw new RejectedException(
                RejectionReasons.OneClass, $"Every row has the same value in the label {column.Name}, so there is nothing to predict.");
        }
        var numbers = string.Create(CultureInfo.InvariantCulture, $"{column.NumberCount} numbers");
        return new LabelSchema(column.Name, ModelTask.Regression, null, null, $"{evidence}; {numbers}");
    }

    private static List<(string Text, int Count)> ClassesOf(CodedColumn column)
    {
        var counts = column.CountCodes();
        return [.. MergeSpellings(Enumerable.Range(0, counts.Length).Where(code => counts[code] > 0).Select(code => (column.GetValue(code), counts[code])))
            .Select(spellings => (spellings[0].Text, spellings.Sum(spelling => spelling.Count)))];
    }

    /// <summary>Texts that differ only by case are one class. Its most frequent spelling comes first; ties go by text, not by row.</summary>
    private static IEnumerable<(string Text, int Count)[]> MergeSpellings(IEnumerable<(string Text, int Count)> texts) => texts
        .GroupBy(item => item.Text, StringComparer.OrdinalIgnoreCase)
        .Select(group => group.OrderByDescending(item => item.Count).ThenBy(item => item.Text, StringComparer.Ordinal).ToArray());
}
