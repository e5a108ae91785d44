namespace ServerlessRetail.Features;

/// <summary>
/// What <see cref="FeatureColumn.Encode"/> of all columns does, put into one array a kind of column: a row is encoded without
/// a virtual call a column, and one-hot columns touch one slot each.
/// </summary>
internal sealed class EncodingPlan
{
    private readonly int _cellWidth;
    private readonly int _width;
    private readonly Number[] _numbers;
    private readonly Flag[] _flags;
    private readonly Choice[] _choices;
    private readonly Other[] _others;

    public EncodingPlan(IReadOnlyList<FeatureColumn> columns)
    {
        var (numbers, flags, choices, others) = (new GrowingArray<Number>(), new GrowingArray<Flag>(), new GrowingArray<Choice>(), new GrowingArray<Other>());
        foreach (var column in columns)
        {
            switch (column)
            {
                case NumericFeature number:
                    numbers.Add(new Number(_cellWidth, _width, number.Fill, number.Scaling, number.FlagsMissing));
                    break;
                case BooleanFeature flag:
                    flags.Add(new Flag(_cellWidth, _width, flag.TrueShare, flag.FlagsMissing));
                    break;
                case CategoricalFeature { IsOrdinal: false } choice:
                    choices.Add(new Choice(_cellWidth, _width, choice.Width));
                    break;
                default:
                    others.Add(new Other(column, _cellWidth, _width));
                    break;
            }
            _cellWidth += column.CellWidth;
            _width += column.Width;
        }
        (_numbers, _flags, _choices, _others) = (numbers.ToArray(), flags.ToArray(), choices.ToArray(), others.ToArray());
    }

    /// <param name="cells">A row's cells.</param>
    /// <param name="vector">Every slot is written.</param>
    public void Encode(ReadOnlySpan<float> cells, Span<float> vector)
    {
        cells = cells[.._cellWidth];
        vector = vector[.._width];
        vector.Clear();
        foreach (ref readonly var choice in _choices.AsSpan())
        {
            var cell = cells[choice.Cell];
            var index = float.IsNaN(cell) ? choice.Width - 1 : (int)cell;
            if ((uint)index >= (uint)choice.Width)
                throw new ArgumentException($"{index} is none of {choice.Width} categories.", nameof(cells));
            vector[choice.Slot + index] = 1;
        }
        foreach (ref readonly var flag in _flags.AsSpan())
        {
            var missing = float.IsNaN(cells[flag.Cell]);
            vector[flag.Slot] = missing ? flag.Fill : cells[flag.Cell];
            if (flag.FlagsMissing && missing)
                vector[flag.Slot + 1] = 1;
        }
        foreach (ref readonly var number in _numbers.AsSpan())
        {
            var missing = float.IsNaN(cells[number.Cell]);
            vector[number.Slot] = number.Scaling.Apply(missing ? number.Fill : cells[number.Cell]);
            if (number.FlagsMissing && missing)
                vector[number.Slot + 1] = 1;
        }
        foreach (ref readonly var other in _others.AsSpan())
            other.Column.Encode(cells.Slice(other.Cell, other.Column.CellWidth), vector.Slice(other.Slot, other.Column.Width));
    }

    private readonly record struct Number(int Cell, int Slot, float Fill, NumberScaling Scaling, bool FlagsMissing);

    private readonly record struct Flag(int Cell, int Slot, float Fill, bool FlagsMissing);

    /// <summary>A one-hot category, of whose slots the last says "missing".</summary>
    private readonly record struct Choice(int Cell, int Slot, int Width);

    private readonly record struct Other(FeatureColumn Column, int Cell, int Slot);
}
