using System.Numerics.Tensors;
using System.Text.Json.Serialization;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>
/// How a row becomes a feature vector: the one description that training writes and both training and scoring read.
/// </summary>
/// <param name="Columns">In file order.</param>
/// <param name="RowScaling">What is done to the filled vector.</param>
public sealed record FeatureRecipe(IReadOnlyList<FeatureColumn> Columns, RowScaling RowScaling = RowScaling.None)
{
    private readonly int[] _slots = Offsets(Columns, column => column.Width);
    private readonly int[] _cells = Offsets(Columns, column => column.CellWidth);
    private readonly EncodingPlan _plan = new(Columns);

    /// <summary>In file order.</summary>
    public IReadOnlyList<FeatureColumn> Columns
    {
        get;
        init
        {
            // A copy with other columns has other places.
            (field, _plan) = (value, new EncodingPlan(value));
            (_slots, _cells) = (Offsets(value, column => column.Width), Offsets(value, column => column.CellWidth));
        }
    } = Columns;

    /// <summary>Texts that count as missing beside the usual ones, as they did in the training file; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MissingWords
    {
        get;
        init
        {
            field = value;
            CellText = value is null ? CellText.Default : new CellText(value);
        }
    }

    /// <summary>Says which texts of a customer are missing.</summary>
    [JsonIgnore]
    public CellText CellText { get; private init; } = CellText.Default;

    /// <summary>Slots of the feature vector.</summary>
    [JsonIgnore]
    public int Width => _slots[^1];

    /// <summary>Cells of a row.</summary>
    [JsonIgnore]
    public int CellWidth => _cells[^1];

    /// <summary>Memory that the recipe takes, roughly, in bytes.</summary>
    internal long EstimatedBytes => Columns.Sum(column => column.EstimatedBytes);

    /// <summary>The slots that a column fills.</summary>
    /// <param name="column">Position in <see cref="Columns"/>.</param>
    public Range SlotsOf(int column) => _slots[column].._slots[column + 1];

    /// <summary>The cells that a column reads.</summary>
    /// <param name="column">Position in <see cref="Columns"/>.</param>
    public Range CellsOf(int column) => _cells[column].._cells[column + 1];

    /// <summary>Fills a feature vector from a row's cells.</summary>
    /// <param name="cells"><see cref="CellWidth"/> cells, see <see cref="FeatureColumn"/>.</param>
    /// <param name="vector"><see cref="Width"/> slots; every one is written.</param>
    public void Encode(ReadOnlySpan<float> cells, Span<float> vector)
    {
        _plan.Encode(cells, vector);
        if (RowScaling == RowScaling.UnitLength)
            ToUnitLength(vector);
    }

    /// <summary>Divides by the largest slot first, so that no square overflows.</summary>
    private static void ToUnitLength(Span<float> vector)
    {
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude<float>(vector));
        if (!(largest > 0))
            return;

        // Added up in order: a sum over registers would depend on their width, and the vector with it on the machine.
        double squares = 0;
        foreach (var slot in vector)
            squares += (double)(slot / largest) * (slot / largest);
        var length = Math.Sqrt(squares);
        for (var slot = 0; slot < vector.Length; slot++)
            vector[slot] = (float)(vector[slot] / largest / length);
    }

    private static int[] Offsets(IReadOnlyList<FeatureColumn> columns, Func<FeatureColumn, int> width)
    {
        var offsets = new int[columns.Count + 1];
        for (var column = 0; column < columns.Count; column++)
            offsets[column + 1] = offsets[column] + width(columns[column]);
        return offsets;
    }
}
