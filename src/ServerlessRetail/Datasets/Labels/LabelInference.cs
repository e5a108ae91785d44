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

    /// <summary>Up to this many distinct texts or codes a label may be classes.</summary>
    internal const int MaxClasses = 50;

    /// <summary>Share of present cells that must be numbers for a label to be a number.</summary>
    private const double NumericShare = 0.95;

    public static LabelSchema Infer(Dataset dataset, ModelSettings settings)
    {
        var (column, evidence) = Find(dataset, settings);
        if (column.PresentCount == 0)
        {
            throw new RejectedException(
                RejectionReasons.NoLabel,
                $"The label {column.Name} is empty in every row. Fill it in, or name another column as \"label\" in {DatasetName.SettingsFile}.");
        }

        var classes = column is CodedColumn coded ? LabelClasses.Of(coded) : null;
        if (classes?.Count == 1)
        {
            throw new RejectedException(
                RejectionReasons.OneClass,
                $"Every row has the same value in the label {column.Name}, so there is nothing to predict. "
                + $"Add rows with other values, or name another column as \"label\" in {DatasetName.SettingsFile}.");
        }
        var (task, why) = settings.Task is { } given
            ? (given, $"task named in {DatasetName.SettingsFile}")
            : InferTask(column, classes, dataset, settings);
        return task switch
        {
            ModelTask.Binary => Binary(column, classes, settings, evidence),
            ModelTask.Multiclass => Multiclass(column, classes, settings, $"{evidence}; {why}"),
            _ => Regression(column, classes, settings, evidence),
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
                $"{string.Join(", ", group.Order(StringComparer.Ordinal))} were taken for one class, {label.Classes[label.ClassOf(group.Key)]}."))
            .OrderBy(note => note.Detail, StringComparer.Ordinal)];
    }

    /// <summary>A class for a message. One of very few rows may be a slip, and tell who the customer is.</summary>
    internal static string Tell(string text, int count) => count >= Distributions.MinRowsShown ? text : "another, in very few rows";

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

    private static (ModelTask Task, string Why) InferTask(Column column, LabelClasses? classes, Dataset dataset, ModelSettings settings)
    {
        if (classes?.Count == 2)
            return (ModelTask.Binary, "two classes");

        var types = TypeInference.For(dataset);
        var isTyped = settings.Types.TryGetValue(column.Name, out var given);
        var typing = isTyped ? types.Confirm(column, given) : types.Infer(column);
        if (AreNumbers(column))
        {
            return classes is not null && !(isTyped && given == ColumnType.Numeric) && WholeNumberClasses.Find(column, classes, typing) is { } why
                ? (ModelTask.Multiclass, why)
                : (ModelTask.Regression, "numbers");
        }
        return classes is not null && (classes.Count <= MaxClasses || typing.Type == ColumnType.Categorical)
            ? (ModelTask.Multiclass, string.Create(CultureInfo.InvariantCulture, $"{classes.Count} classes"))
            : throw new RejectedException(
                RejectionReasons.TaskNotSupported,
                $"The label {column.Name} is free text, which cannot be predicted. Name another column as \"label\" in {DatasetName.SettingsFile}.");
    }

    private static LabelSchema Binary(Column column, LabelClasses? classes, ModelSettings settings, string evidence)
    {
        if (classes is not { Count: 2 })
            throw WrongTask(column, classes, "binary", "has more than two distinct values");

        var (positive, why) = PositiveClass.Choose(column, classes, settings);
        var negative = classes.Items.Single(item => item.Text != positive).Text;
        return new LabelSchema(column.Name, ModelTask.Binary, positive, negative, $"{evidence}; {why}");
    }

    private static LabelSchema Multiclass(Column column, LabelClasses? classes, ModelSettings settings, string evidence)
    {
        if (classes is null)
            throw WrongTask(column, classes, "multiclass", "has too many distinct numbers to be classes");
        if (classes.Count == 2)
            throw WrongTask(column, classes, "multiclass", "has two classes");
        if (classes.Count > MaxClasses)
        {
            throw new RejectedException(
                RejectionReasons.TooManyClasses,
                string.Create(CultureInfo.InvariantCulture, $"The label {column.Name} has {classes.Count} classes, and {MaxClasses} can be told apart. Merge rare classes into one")
                + (AreNumbers(column) ? $", or say \"task\": \"regression\" in {DatasetName.SettingsFile} if they are numbers." : $", or name another column as \"label\" in {DatasetName.SettingsFile}."));
        }
        if (settings.Positive is not null)
            throw NoPositive($"the label {column.Name} has {classes.Count.ToString(CultureInfo.InvariantCulture)} classes, each with a probability of its own");

        return new LabelSchema(column.Name, ModelTask.Multiclass, null, null, evidence)
        {
            Classes = [.. classes.Items.Select(item => item.Text).Order(StringComparer.Ordinal)],
        };
    }

    private static LabelSchema Regression(Column column, LabelClasses? classes, ModelSettings settings, string evidence)
    {
        if (!AreNumbers(column))
            throw WrongTask(column, classes, "regression", "is not a column of numbers");
        if (settings.Positive is not null)
            throw NoPositive($"the label {column.Name} is a number to predict");
        var numbers = string.Create(CultureInfo.InvariantCulture, $"{column.NumberCount} numbers");
        return new LabelSchema(column.Name, ModelTask.Regression, null, null, $"{evidence}; {numbers}");
    }

    private static bool AreNumbers(Column column) => column.NumberCount >= NumericShare * column.PresentCount;

    private static RejectedException WrongTask(Column column, LabelClasses? classes, string task, string why)
    {
        string[] allowed =
        [
            .. classes?.Count == 2 ? ["\"binary\""] : classes?.Count <= MaxClasses ? ["\"multiclass\""] : Array.Empty<string>(),
            .. AreNumbers(column) ? ["\"regression\""] : Array.Empty<string>(),
        ];
        var remedy = allowed.Length > 0 ? $"With this label \"task\" may be {string.Join(" or ", allowed)}." : "Name another column as \"label\".";
        return new RejectedException(
            RejectionReasons.InvalidSettings, $"{DatasetName.SettingsFile} asks for the \"task\" \"{task}\", but the label {column.Name} {why}. {remedy}");
    }

    private static RejectedException NoPositive(string why) => new(
        RejectionReasons.InvalidSettings,
        $"{DatasetName.SettingsFile} names a \"positive\" class, but {why}. Remove \"positive\"; it is for a label of two classes.");
}
