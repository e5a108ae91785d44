using System.Buffers;
using System.Globalization;
using System.Text;
using ServerlessRetail.Datasets;
using ServerlessRetail.Http;

namespace ServerlessRetail.Scoring;

/// <summary>
/// The columns of a score in CSV: version, the score's numbers, decision, reasons, error. Numbers have decimal points and
/// are written so that they read back as the same ones. Immutable, and safe for many threads.
/// </summary>
internal sealed class CsvScoreColumns
{
    private readonly byte[] _version;
    private readonly byte[][] _decisions;
    private readonly (byte[] Before, byte[] BeforePlus, byte[] After)[] _reasons;

    /// <param name="reasons">Columns for reasons, at most one for each column of the model.</param>
    /// <param name="delimiter">The byte between two cells.</param>
    /// <param name="taken">Names of other columns, which those of the score must not have.</param>
    public CsvScoreColumns(ServedModel served, int reasons, byte delimiter, IEnumerable<string> taken)
    {
        var (model, label) = (served.Fitted, served.Fitted.Description.Label);
        IReadOnlyList<string> classes = model.Task == ModelTask.Multiclass ? label.Classes : [];
        Reasons = Math.Min(reasons, model.Recipe.Columns.Count);
        Decisions = model.Task switch { ModelTask.Binary => [label.Negative!, label.Positive!], ModelTask.Multiclass => classes, _ => [] };
        HasInterval = model.Description.Interval is not null;
        Numbers = HasInterval ? 3 : model.Outputs;
        _version = Encoding.UTF8.GetBytes(served.Version);
        _decisions = [.. Decisions.Select(decision => Cell(decision, delimiter))];
        _reasons = [.. model.Recipe.Columns.Select(column => AroundNumber(column.Name, delimiter))];

        List<string> names = ["version"];
        if (model.Task != ModelTask.Multiclass)
            names.Add(model.Task == ModelTask.Regression ? "prediction" : "probability");
        if (HasInterval)
            names.AddRange(["lower", "upper"]);
        names.AddRange(classes.Select(name => $"probability_{name}"));
        if (Decisions.Count > 0)
            names.Add("decision");
        names.AddRange(Enumerable.Range(1, Reasons).Select(i => string.Create(CultureInfo.InvariantCulture, $"reason{i}")));
        names.Add("error");
        Names = MakeUnique(names, taken);
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether a prediction has the ends of its interval behind it.</summary>
    public bool HasInterval { get; }

    /// <summary>Columns of numbers.</summary>
    public int Numbers { get; }

    /// <summary>Columns for reasons.</summary>
    public int Reasons { get; }

    /// <summary>The classes that may be decided for; none for a number.</summary>
    public IReadOnlyList<string> Decisions { get; }

    /// <summary>Writes the names, which end the header.</summary>
    public void WriteNames(ref CsvCellWriter cells)
    {
        foreach (var name in Names)
            cells.WriteText(Encoding.UTF8.GetBytes(name));
        cells.EndRow();
    }

    /// <param name="numbers">The probability, one for each class, or the prediction and its interval; NaN is none.</param>
    /// <param name="decision">Position in <see cref="Decisions"/>; of no meaning where there are none.</param>
    /// <param name="reasons">As many as there are columns for.</param>
    public void WriteScore(ref CsvCellWriter cells, ReadOnlySpan<double> numbers, int decision, ReadOnlySpan<ColumnChange> reasons)
    {
        cells.WriteAsIs(_version);
        foreach (var number in numbers)
        {
            if (double.IsNaN(number))
                cells.WriteText([]);
            else
                cells.WriteNumber(number);
        }

        if (_decisions.Length > 0)
            cells.WriteAsIs(_decisions[decision]);
        foreach (var reason in reasons)
        {
            ref readonly var texts = ref _reasons[reason.Column];
            cells.WriteNumber(reason.Change >= 0 ? texts.BeforePlus : texts.Before, reason.Change, "G4", texts.After);
        }

        cells.WriteText([]);
        cells.EndRow();
    }

    /// <summary>Writes why there is no score.</summary>
    public void WriteError(ref CsvCellWriter cells, Problem error)
    {
        cells.WriteAsIs(_version);
        for (var i = 0; i < Numbers + (_decisions.Length > 0 ? 1 : 0) + Reasons; i++)
            cells.WriteText([]);
        cells.WriteText(Encoding.UTF8.GetBytes($"{error.Code}: {error.Detail}"));
        cells.EndRow();
    }

    private static List<string> MakeUnique(IEnumerable<string> names, IEnumerable<string> taken)
    {
        var seen = taken.ToHashSet(StringComparer.Ordinal);
        List<string> unique = [];
        foreach (var name in names)
        {
            var candidate = name;
            for (var number = 2; !seen.Add(candidate); number++)
                candidate = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
            unique.Add(candidate);
        }

        return unique;
    }

    private static byte[] Cell(string text, byte delimiter)
    {
        var cell = new ArrayBufferWriter<byte>();
        FormulaGuard.WriteCell(Encoding.UTF8.GetBytes(text), delimiter, cell);
        return cell.WrittenSpan.ToArray();
    }

    /// <summary>A cell of a name and a number: what is before a negative number, before another, and after it.</summary>
    private static (byte[] Before, byte[] BeforePlus, byte[] After) AroundNumber(string name, byte delimiter)
    {
        var cell = Cell($"{name} +0", delimiter);
        var plus = cell.AsSpan().LastIndexOf("+0"u8);
        return (cell[..plus], cell[..(plus + 1)], cell[(plus + 2)..]);
    }
}

/// <summary>What one of the model's columns did to an answer.</summary>
/// <param name="Column">Its position in the recipe.</param>
/// <param name="Change">In the unit of the answer.</param>
internal readonly record struct ColumnChange(int Column, double Change);
