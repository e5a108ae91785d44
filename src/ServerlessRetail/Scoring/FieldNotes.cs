using System.Text;
using ServerlessRetail.Features;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>What has to be said about the fields of customers, noted in their rows. One for a model; safe for many threads.</summary>
internal sealed class FieldNotes(FittedModel model)
{
    private const int MostNamed = 50;

    private readonly FeatureColumn[] _columns = [.. model.Recipe.Columns];
    private readonly ScoreWarning?[,] _warnings = new ScoreWarning?[model.Recipe.Columns.Count, Enum.GetValues<CellState>().Length];
    private readonly ScoreWarning?[] _missing = new ScoreWarning?[model.Recipe.Columns.Count];

    /// <summary>Notes a column's value that is not as training saw it.</summary>
    /// <param name="state">Null: the value is a text that is none.</param>
    /// <param name="strict">Whether fields that are unlike anything in training are errors instead of warnings.</param>
    public void Tell(CustomerRow row, int column, CellState? state, bool strict)
    {
        var feature = _columns[column];
        switch (state)
        {
            case null:
                TellNotText(row, feature.Name);
                break;
            case CellState.WrongType:
                row.Errors.Add(new FieldError(row.PathOf(feature.Name), FieldError.WrongType, $"{feature.Name} must be {feature.Expected}."));
                break;
            case { } known:
                row.WarnOrRefuse(
                    _warnings[column, (int)known] ??= CellWarning.Of(feature, known)!, strict && known is not (CellState.Missing or CellState.StandsForMissing));
                break;
        }
    }

    /// <summary>Notes the columns that have no value in the row.</summary>
    /// <param name="seen">Columns that have.</param>
    public void TellMissing(CustomerRow row, int seen, bool strict)
    {
        if (seen == 0)
        {
            row.Errors.Add(new FieldError(
                row.Path, FieldError.NoKnownField,
                $"None of the model's columns is there. Send at least some of {string.Join(", ", _columns.Take(MostNamed).Select(column => column.Name))}."));
            return;
        }
        for (var column = 0; column < _columns.Length; column++)
        {
            if (!row.Values[column].IsThere)
            {
                var warning = _missing[column] ??= new ScoreWarning(
                    ScoreWarningCodes.MissingField, _columns[column].Name, "The field is not there; the model uses what it learned for missing values.");
                row.WarnOrRefuse(warning, strict, "The field is not there; null stands for a value that is unknown.");
            }
        }
    }

    /// <summary>Notes a field that is no column of the training file.</summary>
    /// <param name="name">UTF-8.</param>
    public void TellUnknown(CustomerRow row, ReadOnlySpan<byte> name, bool strict)
    {
        var unknown = Encoding.UTF8.GetString(name);
        var hint = SuggestFor(unknown);
        row.WarnOrRefuse(
            new ScoreWarning(ScoreWarningCodes.UnknownField, unknown, $"The model has no such column; the field was ignored.{hint}"),
            strict, $"The model has no such column.{hint}");
    }

    public static void TellNotText(CustomerRow row, string field) =>
        row.Errors.Add(new FieldError(row.PathOf(field), FieldError.WrongType, $"{field} is not valid text."));

    private string SuggestFor(string name)
    {
        var meant = Array.Find(_columns, column => Simplify(column.Name) == Simplify(name));
        return meant is null ? "" : $" Did you mean {meant.Name}?";
    }

    private static string Simplify(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
