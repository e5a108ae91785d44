using System.Text.Json.Serialization;

namespace ServerlessRetail.Features;

/// <summary>
/// How a row becomes a feature vector: the one description that training writes and both training and scoring read.
/// </summary>
/// <param name="Columns">In file order.</param>
public sealed record FeatureRecipe(IReadOnlyList<FeatureColumn> Columns)
{
    private readonly int[] _offsets = Offsets(Columns);

    /// <summary>Slots of the feature vector.</summary>
    [JsonIgnore]
    public int Width => _offsets[^1];

    /// <summary>The slots that a column fills.</summary>
    /// <param name="column">Position in <see cref="Columns"/>.</param>
    public Range SlotsOf(int column) => _offsets[column].._offsets[column + 1];

    /// <summary>Fills a feature vector from a row's cells.</summary>
    /// <param name="cells">One cell a column, see <see cref="FeatureColumn"/>.</param>
    /// <param name="vector"><see cref="Width"/> slots; every one is written.</param>
    public void Encode(ReadOnlySpan<float> cells, Span<float> vector)
    {
        for (var column = 0; column < Columns.Count; column++)
            Columns[column].Encode(cells[column], vector[SlotsOf(column)]);
    }

    private static int[] Offsets(IReadOnlyList<FeatureColumn> columns)
    {
        var offsets = new int[columns.Count + 1];
        for (var column = 0; column < columns.Count; column++)
            offsets[column + 1] = offsets[column] + columns[column].Width;
        return offsets;
    }
}
